import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startPostgres } from '@bihuan/embedded-postgres';
import { type Logins, loginsIn, urlOf } from '@bihuan/event-store';

/** Where a command writes to: lines for people, and a counter that is overwritten. */
export interface Output {
  line(text: string): void;
  progress(text: string): void;
}

/** Where a ledger may be. */
export interface Place {
  readonly BIHUAN_DATA_DIR: string;
  readonly BIHUAN_ANCHOR_FILE?: string | undefined;
  readonly BIHUAN_KEY_DIR?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
}

/** A ledger that commands of this app work on. */
export interface Reached {
  /** The login that migrates; it may become the owner. */
  readonly adminUrl: string;
  /** The login that writes for every service, one tenant at a time. */
  readonly url: string;
  /** The login that reads all tenants. */
  readonly workerUrl: string;
  readonly logins: Logins;
  readonly loginFile: string;
  readonly anchorFile: string;
  readonly keyDir: string;
  readonly credentials: string;
}

/** Whether a ledger must be there, or may be made. */
export type Begin = 'MUST_BE_THERE' | 'MAY_BE_MADE';

/**
 * Finds the ledger of a data directory, on the server that runs there already or on one started for the time of the
 * work, or the ledger behind `DATABASE_URL`.
 * @throws Error when there is none, and none may be made
 */
export async function withLedger<T>(
  place: Place,
  work: (reached: Reached) => Promise<T>,
  begin: Begin = 'MUST_BE_THERE',
): Promise<T> {
  const root = resolve(place.BIHUAN_DATA_DIR);
  const dir = join(root, 'postgres');
  // Asked first: whoever starts a server in an empty folder makes a new, empty ledger there.
  if (begin === 'MUST_BE_THERE') await Promise.all([place.DATABASE_URL ?? mustBe(dir), mustBe(loginFileIn(root))]);
  await mkdir(root, { recursive: true, mode: 0o711 });
  if (place.DATABASE_URL !== undefined) return work(await reachedAt(place.DATABASE_URL, root, place));
  const postgres = await startPostgres({ dir });
  try {
    return await work(await reachedAt(postgres.url, root, place));
  } finally {
    await postgres.stop();
  }
}

const loginFileIn = (root: string): string => join(root, 'logins.json');

async function reachedAt(adminUrl: string, root: string, place: Place): Promise<Reached> {
  const loginFile = loginFileIn(root);
  const logins = await loginsIn(loginFile);
  return {
    adminUrl,
    url: urlOf(adminUrl, 'bihuan_standalone', logins),
    workerUrl: urlOf(adminUrl, 'bihuan_worker', logins),
    logins,
    loginFile,
    anchorFile: resolve(place.BIHUAN_ANCHOR_FILE ?? join(root, 'anchor.ndjson')),
    keyDir: resolve(place.BIHUAN_KEY_DIR ?? join(root, 'keys')),
    credentials: join(root, 'credentials.json'),
  };
}

async function mustBe(path: string): Promise<void> {
  await access(path).catch(() => {
    throw new Error(`There is no bihuan here: ${path} is missing. Name its data directory with --data-dir.`);
  });
}
