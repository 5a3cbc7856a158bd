import { Database, ledgerMigrations, type Login, prepareDatabase, urlOf } from '@bihuan/event-store';
import { type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { accessMigrations } from './access-migrations.js';
import { RateTable } from './rate-table.js';

describe('the bucket that all processes share', () => {
  let test: TestDatabase;
  let databases: Database[];
  let intake: RateTable;
  let audit: RateTable;
  const earlier = async (publicId: string, seconds: number) => {
    const admin = new Client(test.url);
    await admin.connect();
    await admin.query(
      `update access.bucket set filled_at = filled_at - make_interval(secs => $2) where public_id = $1`,
      [publicId, seconds],
    );
    await admin.end();
  };

  beforeAll(async () => {
    const logins = await testLogins();
    const migrations = [...ledgerMigrations, ...accessMigrations];
    test = await testDatabase((url) => prepareDatabase(url, { logins, migrations, catalogue: {} }), 'platform');
    const of = (login: Login) => new Database(urlOf(test.url, login, logins));
    databases = [of('bihuan_intake'), of('bihuan_audit')];
    [intake, audit] = databases.map((database) => new RateTable(database)) as [RateTable, RateTable];
  }, 30_000);
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await test.drop();
  });

  it('gives what it has, whoever asks, and never more', async () => {
    const limits = { publicId: 'together', rate: 1, burst: 40 };
    const takes = Array.from({ length: 30 }, () => [intake.take(limits, 1), audit.take(limits, 1)]).flat();
    const given = (await Promise.all(takes)).reduce((all, { granted }) => all + granted, 0);
    // A second or two may pass meanwhile.
    expect([given >= 40, given <= 45]).toEqual([true, true]);
  });

  it('fills at its rate, up to its burst', async () => {
    const limits = { publicId: 'filling', rate: 2, burst: 10 };
    expect(await intake.take(limits, 10)).toMatchObject({ granted: 10 });
    await earlier('filling', 2);
    expect(await intake.take(limits, 10)).toMatchObject({ granted: 4 });
    await earlier('filling', 3_600);
    expect(await intake.take(limits, 1)).toEqual({ granted: 1, remaining: 9 });
  });

  it('goes by the limits that a key has now', async () => {
    expect(await intake.take({ publicId: 'lowered', rate: 1, burst: 100 }, 1)).toEqual({
      granted: 1,
      remaining: 99,
    });
    expect(await audit.take({ publicId: 'lowered', rate: 1, burst: 5 }, 9)).toEqual({ granted: 5, remaining: 0 });
  });
});
