import { mkdtempSync, realpathSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAbandoned } from '@bihuan/child-server';
import { endLeftovers } from './leftovers.js';

const PREFIX = 'bihuan-kafka-';

/** A new folder of the system's temporary one. */
export const throwAwayFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), PREFIX)));

/** Removes the throw-away clusters whose process was killed before it could. */
export async function sweepThrowAways(): Promise<void> {
  const place = realpathSync(tmpdir());
  const names = (await readdir(place)).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => join(place, name)).filter(isAbandoned)) {
    await endLeftovers(folder);
    await removeThrowAway(folder);
  }
}

/** Removes the folder of a throw-away cluster that does not run. */
export const removeThrowAway = (folder: string): Promise<void> =>
  // Two runs may sweep at once, and a folder is not empty when the other one just looked.
  rm(folder, { recursive: true, force: true, maxRetries: 3 });
