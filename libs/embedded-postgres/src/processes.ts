import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isErrno } from './errno.js';

/**
 * Names one process for good: its id and when the kernel started it, because ids are used again. Undefined when it is
 * gone. Without /proc the id alone must do.
 */
export function identityOf(pid: number): string | undefined {
  if (!hasProc()) return isAlive(pid) ? `${pid} -` : undefined;
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  // The name in brackets may hold spaces: state is the first field behind it, the start tick the twentieth (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isGone = stat === '' || fields[0] === 'Z';
  return isGone ? undefined : `${pid} ${fields[19]}`;
}

/** Does this process serve that data folder? PostgreSQL is told it as an argument and makes it its working folder. */
export function serves(pid: number, data: string): boolean {
  return commandLineOf(pid).includes(` -D ${data} `) || isSameFolder(`/proc/${pid}/cwd`, data);
}

/** Waits until something holds; false when it did not within that time. */
export async function holdsWithin(patienceMs: number, holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

const hasProc = (): boolean => existsSync('/proc/self/stat');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

/** The arguments, each followed by a space. */
function commandLineOf(pid: number): string {
  if (!hasProc()) return `${execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()} `;
  return (orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').replaceAll('\0', ' ');
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((folder) => orNothing(() => statSync(folder)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** A process that ended, or that another account hides, has nothing to read. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
