import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from './program.mjs';

const PATIENCE_MS = 15_000;

/** Ends what a cluster in this folder left running when it was killed. */
export async function endStale(file) {
  if (!existsSync(file)) return;
  const left = JSON.parse(readFileSync(file, 'utf8')).filter(({ service, pid }) => isRunning(service, pid));
  for (const { pid } of left) process.kill(pid, 'SIGTERM');
  const deadline = performance.now() + PATIENCE_MS;
  while (left.some(({ service, pid }) => isRunning(service, pid))) {
    if (performance.now() > deadline) for (const { pid } of left) kill(pid);
    await pause(100);
  }
  rmSync(file);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
