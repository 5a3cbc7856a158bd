import { ledgerUnderTest, type LedgerUnderTest, testDatabase, testLogins } from '@bihuan/testing';
import { vaultMigrations } from '@bihuan/vault';
import { ledgerMigrations } from './ledger-migrations.js';
import { prepareDatabase } from './prepare-database.js';

let notes: LedgerUnderTest;
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterAll(() => notes.stop());

const empty = () => testDatabase(async () => undefined, 'empty');

describe('databases of one server that are prepared at once', () => {
  it('do not disturb each other, though their roles are the same', async () => {
    const logins = await testLogins();
    const databases = await Promise.all([empty(), empty(), empty(), empty()]);
    const prepared = { logins, migrations: [...ledgerMigrations, ...vaultMigrations], catalogue: notes.catalogue };
    const outcomes = await Promise.allSettled(databases.map(({ url }) => prepareDatabase(url, prepared)));
    await Promise.all(databases.map((database) => database.drop()));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('are prepared once where several processes prepare the same one', async () => {
    const logins = await testLogins();
    const { url, drop } = await empty();
    const prepared = { logins, migrations: [...ledgerMigrations, ...vaultMigrations], catalogue: notes.catalogue };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => prepareDatabase(url, prepared)));
    await drop();
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });
});
