import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startPostgres } from '@bihuan/embedded-postgres';
import { loginsIn, urlOf } from '@bihuan/event-store';

/** Where a ledger may be. */
export interface Place {
  readonly BIHUAN_DATA_DIR: string;
  readonly BIHUAN_ANCHOR_FILE?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
}

/** A ledger that commands of this app work on. */
export interface Reached {
  /** The login that migrates; it may become the owner. */
  readonly adminUrl: string;
  /** The login that reads all tenants. */
  readonly workerUrl: string;
  readonly anchorFile: string;
}

/**
 * Finds the ledger of a data directory, on the server that runs there already or on one started for the time of the
 * work, or the ledger behind `DATABASE_URL`.
 * @throws Error when there is none
 */
export async function withLedger<T>(place: Place, work: (reached: Reached) => Promise<T>): Promise<T> {
  const root = resolve(place.BIHUAN_DATA_DIR);
  const [dir, loginFile] = [join(root, 'postgres'), join(root, 'logins.json')];
  // Asked first: whoever starts a server in an empty folder makes a new, empty ledger there.
  await Promise.all([place.DATABASE_URL ?? mustBe(dir), mustBe(loginFile)]);
  const anchorFile = resolve(place.BIHUAN_ANCHOR_FILE ?? join(root, 'anchor.ndjson'));
  const postgres = place.DATABASE_URL === undefined ? await startPostgres({ dir }) : undefined;
  try {
    const adminUrl = place.DATABASE_URL ?? postgres?.url ?? '';
    const workerUrl = urlOf(adminUrl, 'bihuan_worker', await loginsIn(loginFile));
    return await work({ adminUrl, workerUrl, anchorFile });
  } finally {
    await postgres?.stop();
  }
}

async function mustBe(path: string): Promise<void> {
  await access(path).catch(() => {
    throw new Error(`There is no bihuan here: ${path} is missing. Name its data directory with --data-dir.`);
  });
}
