import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, told } from './built.mjs';
import { ownProcess } from './own-process.mjs';
import { embeddedIn } from './own-standalone.mjs';

const LAUNCHER = 'scripts/cluster.mjs';
/** A broker that was never fetched on this machine takes a minute. */
const START_MS = 300_000;

/** The services apart with their broker, as `npm run cluster` runs them, on a data directory of its own. */
export async function ownCluster(folder) {
  if (!existsSync(join(root, LAUNCHER))) throw told('There is no cluster to start: scripts/cluster.mjs is missing.');
  const dataDir = join(folder, 'data');
  const { pid, said, stop } = await ownProcess('cluster', {
    folder,
    entry: LAUNCHER,
    ready: () => clusterIn(dataDir),
    // Maven and Java are found by more than the path.
    env: { ...process.env, PORT: '0', BIHUAN_DATA_DIR: dataDir },
    startMs: START_MS,
  });
  const { keys } = JSON.parse(readFileSync(said.credentialsFile, 'utf8'));
  return { baseUrl: said.baseUrl, kafkaBrokers: said.kafkaBrokers, keys, dataDir, pid, ...embeddedIn(dataDir), stop };
}

/** Written once everything answers; undefined until then. */
function clusterIn(dataDir) {
  const file = join(dataDir, 'cluster.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
