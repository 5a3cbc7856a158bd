import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root, told } from './built.mjs';
import { atTheEnd } from './leftovers.mjs';

const START_MS = 60_000;

/**
 * A program of the project in a process of its own, its log in a file; answered once `ready` finds something in what it
 * said so far, with what it found.
 */
export async function ownProcess(name, { folder, entry, ready, flags = [], args = [], env = {}, startMs = START_MS }) {
  const log = join(folder, `${name}.log`);
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, [...flags, join(root, entry), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', file, file],
  });
  const gone = once(child, 'exit');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    // SIGTERM, for only an orderly end writes a profile.
    if (!hasEnded()) child.kill('SIGTERM');
    await gone;
  };
  atTheEnd(stop);
  const said = await untilSaid(ready, { name, log, hasEnded, startMs });
  return { pid: child.pid, said, stop, send: (signal) => void child.kill(signal) };
}

async function untilSaid(ready, { name, log, hasEnded, startMs }) {
  const lastLook = performance.now() + startMs;
  for (;;) {
    const text = readFileSync(log, 'utf8');
    const said = ready(text);
    if (said) return said;
    if (hasEnded()) throw told(`${name} ended before it was ready:\n${text.slice(-2_000)}`);
    if (performance.now() > lastLook) throw told(`${name} is not ready after ${startMs} ms:\n${text.slice(-2_000)}`);
    await pause(50);
  }
}
