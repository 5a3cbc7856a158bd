import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownProcess } from './own-process.mjs';

/** The product as `npm start` runs it, on a data directory of its own, or on a PostgreSQL that outlives it. */
export async function ownStandalone(folder, { isProfiled = false, postgres } = {}) {
  const [dataDir, profiles] = [join(folder, 'data'), join(folder, 'profiles')];
  mkdirSync(profiles);
  const { pid, said, stop } = await ownProcess('standalone', {
    folder,
    entry: 'dist/apps/standalone/src/main.js',
    ready: (text) => /bihuan is ready: (\S+)/.exec(text),
    flags: isProfiled ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
    env: { PORT: '0', BIHUAN_DATA_DIR: dataDir, ...(postgres && { DATABASE_URL: postgres.url }) },
  });
  const { keys } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  return {
    baseUrl: said[1],
    keys,
    profiles,
    dataDir,
    pid,
    ...(postgres ? { url: postgres.url, postgresPid: postgres.pid } : embeddedIn(dataDir)),
    stop,
  };
}

/** The server that the product has started itself in its data directory. */
export function embeddedIn(dataDir) {
  const inCluster = (name) => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim();
  return {
    postgresPid: Number.parseInt(inCluster('data/postmaster.pid'), 10),
    url: `postgres://postgres:${encodeURIComponent(inCluster('password'))}@127.0.0.1:${inCluster('port')}/postgres`,
  };
}
