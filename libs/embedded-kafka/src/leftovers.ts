import { holdsWithin, isErrno, processesTold } from '@bihuan/child-server';
import { brokerTold, propertiesFile } from './cluster.js';

const PATIENCE_MS = 10_000;

/** Ends the brokers of an earlier run that still serve from this folder: where nothing watches over them they outlive their owner. */
export async function endLeftovers(folder: string): Promise<void> {
  const left = () => [1, 2, 3].flatMap((id) => processesTold(...brokerTold(propertiesFile(folder, id))));
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of left()) send(signal, pid);
    if (await holdsWithin(PATIENCE_MS, () => left().length === 0)) return;
  }
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended by itself since it was seen.
    if (!isErrno(error, 'ESRCH')) throw error;
  }
}
