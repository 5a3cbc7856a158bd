// `npm run cluster`: PostgreSQL, the broker, two copies of every service and one gateway, all on this machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBroker } from './cluster/broker.mjs';
import { Copy } from './cluster/copy.mjs';
import { apps, environmentOf, services } from './cluster/environment.mjs';
import { createGateway } from './cluster/gateway.mjs';
import { cli } from './cluster/program.mjs';
import { settings } from './cluster/settings.mjs';
import { settling } from './cluster/settle.mjs';
import { endStale } from './cluster/stale.mjs';
import { replace, Status } from './cluster/status.mjs';
import { usageFor } from './cluster/usage.mjs';

const COPIES = 2;
/** Some 20 for each process under load, and some for whoever looks. */
const MAX_CONNECTIONS = 400;
/** So long no further copy may become ready: one that dies at each start never does. */
const SETTLE_MS = 60_000;
const root = join(import.meta.dirname, '..');

/** What was started, in this order; it is ended in the other. */
const started = [];
let stopping;

async function main() {
  const { host, port, dir } = settings();
  const inDir = (name) => join(dir, name);
  const [clusterFile, processFile] = [inDir('cluster.json'), inDir('processes.json')];
  execFileSync(process.execPath, [join(root, 'scripts/start.mjs'), '--build-only'], { cwd: root, stdio: 'inherit' });
  mkdirSync(inDir('logs'), { recursive: true, mode: 0o700 });

  const copies = [];
  const status = new Status(copies, processFile);
  const postgres = await startPostgres(inDir('postgres'), (what) => status.says(what));
  started.push(() => postgres.stop());
  if (!postgres.isOwner)
    throw new Error(`bihuan runs in ${dir} already: end it, or set BIHUAN_DATA_DIR to another folder.`);
  rmSync(clusterFile, { force: true });
  await endStale(processFile);

  const broker = await startBroker({ dir: inDir('kafka') });
  started.push(() => broker.stop());

  const env = { PATH: process.env.PATH, BIHUAN_DATA_DIR: dir };
  cli(['migrate'], env);
  const gateway = createGateway({
    services,
    first: services[0],
    copiesOf: (service) => copies.filter((copy) => copy.service === service && copy.port !== undefined),
    document: readFileSync(join(root, 'docs/openapi.json'), 'utf8'),
  });
  // Before the gateway, so after it in the end: what it has passed on is finished first.
  started.push(() => Promise.all(copies.map((copy) => copy.stop())));
  const baseUrl = await gateway.listen({ host, port });
  started.push(() => gateway.close());
  cli(['demo', '--base-url', baseUrl], env);

  let settled;
  const changed = (copy) => {
    status.changed(copy);
    settled.changed();
  };
  copies.push(...copiesIn(dir, { postgresPort: postgres.port, kafkaBrokers: broker.brokers, changed }));
  settled = settling(copies, SETTLE_MS);
  for (const copy of copies) copy.run();
  await settled.all;

  replace(clusterFile, { baseUrl, kafkaBrokers: broker.brokers, credentialsFile: inDir('credentials.json') });
  started.push(() => rmSync(clusterFile, { force: true }));
  status.says(
    `\nbihuan is ready: ${baseUrl}   API: ${baseUrl}/docs\nkeys of the demonstration tenant: ${inDir('credentials.json')}\n`,
  );
}

function copiesIn(dir, { changed, ...told }) {
  return apps.flatMap((service) =>
    Array.from({ length: COPIES }, (_, index) => {
      const log = join(dir, `logs/${service}-${index + 1}.log`);
      return new Copy({ service, number: index + 1, log, changed, env: environmentOf(service, { dir, ...told }) });
    }),
  );
}

async function startPostgres(dir, says) {
  const { WatchedPostgres } = await import(pathToFileURL(join(root, 'dist/libs/embedded-postgres/src/index.js')).href);
  return WatchedPostgres.start({ dir, settings: { max_connections: MAX_CONNECTIONS } }, says);
}

/** Ends everything once, the last first, each also when another fails. */
const end = () => (stopping ??= endAll());

async function endAll() {
  while (started.length > 0) {
    try {
      await started.pop()();
    } catch (error) {
      console.error(`left behind: ${error.message}`);
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    void end().then(() => {
      console.log('bihuan has stopped');
      process.exit(0);
    });
  });
}

const usage = usageFor(process.argv.slice(2));
if (usage) {
  (usage.code === 0 ? console.log : console.error)(usage.text);
  process.exit(usage.code);
}

try {
  await main();
} catch (error) {
  // What fails while everything is ended fails because of it.
  if (stopping === undefined) {
    console.error(error.message);
    await end();
    process.exit(1);
  }
}
