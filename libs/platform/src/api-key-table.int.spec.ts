import { Database, ledgerMigrations, prepareDatabase, urlOf } from '@bihuan/event-store';
import { testDatabase, type TestDatabase, testLogins } from '@bihuan/testing';
import { type ApiKey, newApiKey } from './api-key.js';
import { ApiKeyTable } from './api-key-table.js';
import { accessMigrations } from './access-migrations.js';

const logins = testLogins;
const { publicId, secretHash } = newApiKey();
const clerk: ApiKey = {
  publicId,
  tenantId: 'zhanyi',
  keyId: 'clerk-1',
  secretHash,
  role: 'CLERK',
  unitId: 'CENTRE',
  staffId: 'clerk-1',
  gridCodes: ['5303030020014B001'],
  sourceSystems: [],
  rate: 2000,
  burst: 4000,
  expiresAt: '2027-03-02T01:00:00.000Z',
  revokedAt: null,
};

describe('the table of API keys', () => {
  let test: TestDatabase;
  let database: Database;
  let table: ApiKeyTable;

  beforeAll(async () => {
    test = await testDatabase(async (adminUrl) => {
      const migrations = [...ledgerMigrations, ...accessMigrations];
      await prepareDatabase(adminUrl, { logins: await logins(), migrations, catalogue: {} });
    }, 'platform');
    database = new Database(urlOf(test.url, 'bihuan_standalone', await logins()));
    table = new ApiKeyTable(database);
    await table.put(clerk);
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('finds a key of any tenant by what stands in its token', async () => {
    expect(await table.find(publicId)).toEqual(clerk);
  });

  it('finds nothing for an id that is nobody’s', async () => {
    expect(await table.find('aaaaaaaa')).toBeUndefined();
  });

  it('lets two tenants have keys of one name', async () => {
    const other = { ...clerk, ...newApiKey(), tenantId: 'demo2' };
    await table.put(other);
    expect([(await table.find(other.publicId))?.tenantId, (await table.find(publicId))?.tenantId]).toEqual([
      'demo2',
      'zhanyi',
    ]);
  });

  it('ends the old token of a key that gets another', async () => {
    const before = { ...clerk, ...newApiKey(), keyId: 'clerk-2' };
    const after = { ...before, ...newApiKey(), role: 'DISPATCHER' };
    await table.put(before);
    await table.put(after);
    expect([await table.find(before.publicId), (await table.find(after.publicId))?.role]).toEqual([
      undefined,
      'DISPATCHER',
    ]);
  });

  it('keeps the instant at which a key was revoked first', async () => {
    const key = { ...clerk, ...newApiKey(), keyId: 'clerk-3' };
    await table.put(key);
    await table.revoke('zhanyi', 'clerk-3', '2026-03-02T01:00:00.000Z');
    await table.revoke('zhanyi', 'clerk-3', '2026-03-03T01:00:00.000Z');
    expect((await table.find(key.publicId))?.revokedAt).toBe('2026-03-02T01:00:00.000Z');
  });

  it('shows a tenant its own keys alone, and no hash', async () => {
    const rows = await database.query<{ tenant_id: string }>('demo2', 'select distinct tenant_id from access.api_key');
    expect(rows).toEqual([{ tenant_id: 'demo2' }]);
    await expect(database.query('demo2', 'select secret_hash from access.api_key')).rejects.toThrow(
      'permission denied',
    );
  });

  it('takes no key for another tenant', async () => {
    const foreign = `insert into access.api_key (public_id, tenant_id, key_id, secret_hash, role)
      values ('bbbbbbbb', 'zhanyi', 'x', '\\x${'00'.repeat(32)}', 'ADMIN')`;
    await expect(database.query('demo2', foreign)).rejects.toThrow('row-level security');
  });
});
