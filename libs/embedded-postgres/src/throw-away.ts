import { mkdtempSync, realpathSync, statfsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAbandoned, isErrno } from '@bihuan/child-server';
import { clearLeftovers } from './postmaster.js';

const PREFIX = 'bihuan-postgres-';

const MEMORY = '/dev/shm';

/** Room for 1 GiB of write-ahead log (max_wal_size) and as much data. Docker's own 64 MiB are not enough. */
const ROOM_BYTES = 2 ** 31;

/** A new folder: in memory where there is room, because a database is 300 files and some disks need 1 ms for each. */
export const throwAwayFolder = (): string => realpathSync(mkdtempSync(join(placeForThrowAways(), PREFIX)));

/** Removes the throw-away clusters whose process was killed before it could. */
export async function sweepThrowAways(): Promise<void> {
  const place = placeForThrowAways();
  const names = (await readdir(place)).filter((name) => name.startsWith(PREFIX));
  for (const dir of names.map((name) => join(place, name)).filter(isAbandoned)) {
    await clearLeftovers(join(dir, 'data'));
    await removeThrowAway(dir);
  }
}

/** Removes the folder of a throw-away cluster that nobody runs. */
export const removeThrowAway = (dir: string): Promise<void> =>
  // Two runs may sweep at once, and a folder is not empty when the other one just looked.
  rm(dir, { recursive: true, force: true, maxRetries: 3 });

function placeForThrowAways(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return tmpdir();
    throw error;
  }
}
