import { type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { z } from 'zod';
import type { EventCatalogue } from './catalogue.js';
import { ledgerMigrations } from './ledger-migrations.js';
import { type Logins, urlOf } from './logins.js';
import { prepareDatabase } from './prepare-database.js';
import { requirePrepared } from './prepared.js';

const noteTaken = { owner: 'intake', schemaVersion: 1, schema: z.strictObject({}) } as const;
const catalogue: EventCatalogue = { NoteTaken: noteTaken };

class Further1764999999999 {
  async up(): Promise<void> {}
  async down(): Promise<void> {}
}

describe('a database, looked at by a process that may not prepare it', () => {
  let logins: Logins;
  let database: TestDatabase;
  const login = () => urlOf(database.url, 'bihuan_intake_worker', logins);
  const looked = (told: object) =>
    requirePrepared(login(), { migrations: ledgerMigrations, catalogue, ...told }).then(
      () => 'prepared',
      (error: Error) => error.message,
    );

  const altered = async (sql: string) => {
    const admin = new Client(database.url);
    await admin.connect();
    await admin.query(sql);
    await admin.end();
  };

  beforeAll(async () => {
    logins = await testLogins();
    database = await testDatabase(async () => undefined, 'empty');
  }, 30_000);
  afterAll(() => database.drop());

  it('is refused as long as nobody has migrated it, and says what to do', async () => {
    await prepareDatabase(database.url, { logins, migrations: [], catalogue: {} }).catch(() => undefined);
    expect(await looked({})).toBe(
      'The database is not prepared for this build: nobody has migrated it. Run "bihuan migrate" first.',
    );
  });

  it('is taken once it has everything', async () => {
    const ran = await prepareDatabase(database.url, { logins, migrations: ledgerMigrations, catalogue });
    expect(ran).toEqual(ledgerMigrations.map(({ name }) => name));
    expect(await looked({})).toBe('prepared');
  });

  it.each([
    ['a migration', { migrations: [...ledgerMigrations, Further1764999999999] }, /lacks the migration Further17649/],
    ['an event type', { catalogue: { ...catalogue, NoteSigned: noteTaken } }, /does not know who writes NoteSigned/],
    [
      'a further writer of a type',
      { catalogue: { NoteTaken: { ...noteTaken, alsoBy: ['routing'] } } },
      /does not know who writes NoteTaken/,
    ],
  ])('is refused when it lacks %s of this build', async (_, told, sentence) => {
    expect(await looked(told)).toMatch(sentence);
  });

  it('is refused when a test has moved its clock', async () => {
    await altered(`update ledger.clock set "offset" = '25 hours'`);
    expect(await looked({})).toMatch('The clock of this ledger was moved by a test');
    await altered(`update ledger.clock set "offset" = '0'`);
  });

  it('is refused where an earlier build has migrated it, in whose time nobody might look', async () => {
    await altered('revoke select on bihuan.migrations from bihuan_intake_worker');
    expect(await looked({})).toMatch('nobody has migrated it');
  });

  it('must be there', async () => {
    const nowhere = requirePrepared('postgres://x:y@127.0.0.1:1/none', { migrations: [], catalogue: {} });
    await expect(nowhere).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
