import { join } from 'node:path';
import { lib } from './built.mjs';
import { atTheEnd } from './leftovers.mjs';
import { ownFolder, ownPostgres, superuser } from './own-postgres.mjs';
import { ownStandalone } from './own-standalone.mjs';

/**
 * A database as the product prepares it, with the demonstration's tenants, on a server of its own; the product itself has
 * stopped again. `live` is what it shall do before.
 */
export async function preparedHouse({ live = async () => undefined } = {}) {
  const folder = ownFolder();
  const postgres = await ownPostgres(folder);
  const standalone = await ownStandalone(folder, { postgres });
  const admin = await superuser(postgres.url);
  const lived = await live(standalone, admin);
  await standalone.stop();
  const { loginsIn, urlOf } = await lib('event-store');
  const logins = await loginsIn(join(standalone.dataDir, 'logins.json'));
  const urlAs = (login) => urlOf(postgres.url, login, logins);
  return { folder, postgres, admin, dataDir: standalone.dataDir, lived, logins, urlAs };
}

/** The ledger of such a house, for a bench that appends by itself. */
export async function ledgerOf({ urlAs }) {
  const [{ Database, Ledger }, { caseCatalogue, upcast }] = await Promise.all([lib('event-store'), lib('case')]);
  const url = urlAs('bihuan_standalone');
  const database = new Database(url, 2);
  const ledger = new Ledger({ database, catalogue: caseCatalogue, upcast, appendUrl: url });
  atTheEnd(async () => {
    await ledger.close();
    await database.close();
  });
  await ledger.measureClock();
  return { ledger, database };
}
