import { testDatabase, type TestDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { WorkerDatabase } from './database.js';
import { ExpiredKeys } from './expired-keys.js';
import { urlOf } from './logins.js';
import { Ledger1764000000000 } from './migrations/1764000000000-ledger.migration.js';
import { prepareDatabase } from './prepare-database.js';

describe('the sweep of idempotency keys', () => {
  let database: TestDatabase;
  let worker: WorkerDatabase;
  let admin: Client;

  beforeAll(async () => {
    const logins = await testLogins();
    const prepared = { logins, migrations: [Ledger1764000000000], catalogue: {} };
    database = await testDatabase((adminUrl) => prepareDatabase(adminUrl, prepared), 'expired_keys');
    worker = new WorkerDatabase(urlOf(database.url, 'bihuan_worker', logins));
    admin = new Client(database.url);
    await admin.connect();
    await admin.query(
      `insert into ledger.keys (tenant_id, key, stream_id, first_version, last_version, expires_at)
         select 'zhanyi', 'k-' || n, 's', 1, 1, case when n <= 12000 then now() - interval '1 second' end
           from generate_series(1, 12001) as g(n)
       union all select 'zhanyi', 'fresh', 's', 1, 1, now() + interval '1 hour'`,
    );
  }, 30_000);
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
});
