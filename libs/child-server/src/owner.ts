import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isErrno } from './errno.js';
import { identityOf } from './processes.js';

/** Our hold on a server's folder. Synchronous, so that it can be let go while the process ends. */
export type Claim = { release(): void };

/** Makes this process the owner of the folder; undefined when another live process is, or this one already. */
export function claim(dir: string): Claim | undefined {
  const file = join(dir, 'owner');
  const draft = `${file}.${randomUUID()}`;
  // Written aside and linked: the name appears with its content, and only for one of two processes at once.
  writeFileSync(draft, identityOf(process.pid) ?? '', { mode: 0o600 });
  try {
    while (!isLinked(draft, file)) if (ownerOf(dir) !== undefined || !isBuried(file)) return undefined;
  } finally {
    rmSync(draft);
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** The live process that owns the folder. */
export function ownerOf(dir: string): number | undefined {
  const owner = ownerIn(join(dir, 'owner'));
  return isLive(owner) ? Number.parseInt(owner, 10) : undefined;
}

/** Was the folder's owner killed before it could let go? */
export function isAbandoned(dir: string): boolean {
  const owner = ownerIn(join(dir, 'owner'));
  return owner !== '' && !isLive(owner);
}

function isLinked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes a dead owner's name away. False when somebody else took the folder over in between: it is given back. */
function isBuried(file: string): boolean {
  const grave = `${file}.${randomUUID()}`;
  try {
    renameSync(file, grave);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return true;
    throw error;
  }
  const isDead = !isLive(ownerIn(grave));
  if (!isDead) linkSync(grave, file);
  rmSync(grave);
  return isDead;
}

const isLive = (owner: string): boolean => owner !== '' && identityOf(Number.parseInt(owner, 10)) === owner;

function ownerIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Others' temporary folders are none of our business.
    if (isErrno(error, 'ENOENT', 'EACCES')) return '';
    throw error;
  }
}
