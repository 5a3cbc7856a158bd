import { testDatabase, type TestDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { WorkerDatabase } from './database.js';
import { ExpiredKeys } from './expired-keys.js';
import { urlOf } from './logins.js';
import { ledgerMigrations } from './ledger-migrations.js';
import { prepareDatabase } from './prepare-database.js';

describe('the sweep of idempotency keys', () => {
  let database: TestDatabase;
  let worker: WorkerDatabase;
  let admin: Client;

  beforeAll(async () => {
    const logins = await testLogins();
    const prepared = { logins, migrations: [...ledgerMigrations], catalogue: {} };
    database = await testDatabase((adminUrl) => prepareDatabase(adminUrl, prepared), 'expired_keys');
    worker = new WorkerDatabase(urlOf(database.url, 'bihuan_worker', logins));
    admin = new Client(database.url);
    await admin.connect();
  }, 30_000);
  beforeEach(async () => {
    await admin.query('delete from ledger.keys');
    await admin.query(
      `insert into ledger.keys (tenant_id, key, stream_id, first_version, last_version, expires_at)
         select 'zhanyi', 'k-' || n, 's', 1, 1, case when n <= 12000 then now() - interval '1 second' end
           from generate_series(1, 12001) as g(n)
       union all select 'zhanyi', 'fresh', 's', 1, 1, now() + interval '1 hour'`,
    );
  });
  afterAll(async () => {
    await admin.end();
    await worker.close();
    await database.drop();
  });

  it('removes all that have expired, batch by batch, and leaves permanent and younger ones', async () => {
    expect(await new ExpiredKeys(worker).remove()).toBe(12_000);
    const { rows } = await admin.query<{ key: string }>('select key from ledger.keys order by key');
    expect(rows).toEqual([{ key: 'fresh' }, { key: 'k-12001' }]);
  });

  it('is one process’s at a time: another finds nothing to do while it lasts', async () => {
    await admin.query('begin');
    await admin.query('select pg_advisory_xact_lock(7239, 4)');
    const meanwhile = await new ExpiredKeys(worker).remove();
    await admin.query('commit');
    expect([meanwhile, await new ExpiredKeys(worker).remove()]).toEqual([0, 12_000]);
  });
});
