import { upcast } from '@bihuan/case';
import { Database, Feed, Ledger, WorkerDatabase } from '@bihuan/event-store';
import { ReferenceStore } from '@bihuan/reference-store';
import { houseCatalogue as catalogue } from './house.js';

/** The ledger and what tenants publish, without an app around them. */
export interface References {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly references: ReferenceStore;
}

/** Opens them for the time of some work: for the command line, and for tests. */
export async function withReferences<T>(
  { url, workerUrl }: { readonly url: string; readonly workerUrl: string },
  work: (opened: References) => Promise<T>,
): Promise<T> {
  const [database, worker] = [new Database(url), new WorkerDatabase(workerUrl)];
  const ledger = new Ledger({ database, catalogue, upcast, appendUrl: url });
  const feed = new Feed(worker, upcast, { ledger });
  const references = new ReferenceStore(ledger, database, worker, feed);
  try {
    await ledger.measureClock();
    return await work({ database, ledger, references });
  } finally {
    await references.onModuleDestroy();
    await ledger.close();
    await feed.close();
    await Promise.all([database.close(), worker.close()]);
  }
}
