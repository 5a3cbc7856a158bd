import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** The arguments of a process, each followed by a space; empty when it is gone. */
export function commandLineOf(pid: number): string {
  if (!hasProc()) return `${listed('-p', String(pid)).trim()} `;
  return (orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').replaceAll('\0', ' ');
}

/** The live processes that were told these words, one after another. */
export const processesTold = (...words: readonly string[]): readonly number[] =>
  everyProcess()
    .filter(([, commandLine]) => commandLine.includes(` ${words.join(' ')} `))
    .map(([pid]) => pid);

function everyProcess(): readonly (readonly [number, string])[] {
  if (!hasProc())
    return Array.from(listed('-A').matchAll(/^ *(\d+) (.*)$/gm), ([, pid, line]) => [Number(pid), `${line} `]);
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
  return pids.map((pid) => [pid, commandLineOf(pid)]);
}

/** For each process its id and its arguments, a line each. */
function listed(...which: readonly string[]): string {
  try {
    return execFileSync('ps', ['-o', 'pid=,command=', ...which], { encoding: 'utf8' });
  } catch {
    // Without such a process ps fails.
    return '';
  }
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
