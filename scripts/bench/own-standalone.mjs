import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root, told } from './built.mjs';
import { atTheEnd } from './leftovers.mjs';

const START_MS = 60_000;
const READY = /bihuan is ready: (\S+)/;

/** The product as `npm start` runs it, on a data directory of its own; its log goes to a file. */
export async function ownStandalone(folder, { isProfiled }) {
  const [dataDir, profiles, log] = [join(folder, 'data'), join(folder, 'profiles'), join(folder, 'standalone.log')];
  mkdirSync(profiles);
  const file = openSync(log, 'w');
  const profiling = isProfiled ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];
  const child = spawn(process.execPath, [...profiling, join(root, 'dist/apps/standalone/src/main.js')], {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: '0', BIHUAN_DATA_DIR: dataDir },
    stdio: ['ignore', file, file],
  });
  const gone = once(child, 'exit');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    // SIGTERM, for only an orderly end writes the profile.
    if (!hasEnded()) child.kill('SIGTERM');
    await gone;
  };
  atTheEnd(stop);
  const baseUrl = await readyAt(log, hasEnded);
  const { keys } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  const inCluster = (name) => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim();
  return {
    baseUrl,
    keys,
    profiles,
    pid: child.pid,
    postgresPid: Number.parseInt(inCluster('data/postmaster.pid'), 10),
    url: `postgres://postgres:${encodeURIComponent(inCluster('password'))}@127.0.0.1:${inCluster('port')}/postgres`,
    logTail: () => readFileSync(log, 'utf8').slice(-2_000),
    stop,
  };
}

async function readyAt(log, hasEnded) {
  const lastLook = performance.now() + START_MS;
  for (;;) {
    const said = readFileSync(log, 'utf8');
    const url = READY.exec(said)?.[1];
    if (url !== undefined) return url;
    if (hasEnded()) throw told(`The standalone ended before it was ready:\n${said.slice(-2_000)}`);
    if (performance.now() > lastLook)
      throw told(`The standalone is not ready after ${START_MS} ms:\n${said.slice(-2_000)}`);
    await pause(50);
  }
}
