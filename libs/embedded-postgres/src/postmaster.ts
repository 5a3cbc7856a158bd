import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, holdsWithin, identityOf, isErrno } from '@bihuan/child-server';
import { PostgresFault } from './postgres-fault.js';
import { socketFiles } from './socket.js';

/** What a server says of itself in its data folder. */
export type Postmaster = {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string | undefined;
  readonly isReady: boolean;
};

const FILE = 'postmaster.pid';

/** The live server of this data folder. */
export function livePostmaster(data: string): Postmaster | undefined {
  const told = postmasterIn(data);
  const isLive = told !== undefined && identityOf(told.pid) !== undefined && serves(told.pid, data);
  return isLive ? told : undefined;
}

/**
 * Clears away what an earlier run left: ends a server whose owner died, and removes a stranger's process id, for which
 * PostgreSQL would refuse to start. A dead one it removes by itself.
 * @throws PostgresFault ORPHAN_STAYS when that server does not end within the patience.
 */
export async function clearLeftovers(data: string, patienceMs = 30_000): Promise<void> {
  const told = postmasterIn(data);
  if (told === undefined) return;
  if (livePostmaster(data) === undefined) {
    if (identityOf(told.pid) === undefined) return;
    for (const file of [join(data, FILE), ...socketFiles(data, told.port)]) rmSync(file, { force: true });
    return;
  }
  process.kill(told.pid, 'SIGINT');
  if (await holdsWithin(patienceMs, () => livePostmaster(data) === undefined)) return;
  throw new PostgresFault(
    'ORPHAN_STAYS',
    `A server of an earlier run (process ${told.pid}) still holds ${data} and does not stop: end it, then start again.`,
  );
}

function postmasterIn(data: string): Postmaster | undefined {
  try {
    // Line 1 is the process, line 4 the port, line 5 the folder of the socket, line 8 the state (PostgreSQL,
    // miscadmin.h, LOCK_FILE_LINE_*).
    const lines = readFileSync(join(data, FILE), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    // A negative process id is a server in single-user mode.
    return pid > 0
      ? { pid, port, socketFolder: lines[4] || undefined, isReady: lines[7]?.trim() === 'ready' }
      : undefined;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Does this process serve that data folder? PostgreSQL is told it as an argument and makes it its working folder. */
const serves = (pid: number, data: string): boolean =>
  commandLineOf(pid).includes(` -D ${data} `) || isSameFolder(`/proc/${pid}/cwd`, data);

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((folder) => placeOf(folder));
  return a !== undefined && a === b;
}

/** A process that ended, or that another account hides, has no folder to be seen. */
function placeOf(folder: string): string | undefined {
  try {
    const { dev, ino } = statSync(folder);
    return `${dev} ${ino}`;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
