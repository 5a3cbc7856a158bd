import pg from 'pg';
import { testDatabase } from './database.js';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = await connected(url);
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const migrations: string[] = [];

async function migrate(url: string): Promise<void> {
  migrations.push(url);
  await rows(url, 'create table migrated (n int)');
}

async function migrateHalfWay(url: string): Promise<void> {
  await migrate(url);
  throw new Error('half-way');
}

const database = async (template = 'spec') => {
  const made = await testDatabase(migrate, template);
  opened.push(() => made.drop());
  return made;
};

describe('a test database', () => {
  it('is migrated once for all spec files, and shares no row with another', async () => {
    const both = await Promise.all([database(), database()]);
    await rows(both[0].url, 'insert into migrated values (1)');
    expect(await Promise.all(both.map(({ url }) => rows(url, 'select n from migrated')))).toEqual([[1], []]);
    expect(migrations).toHaveLength(1);
  });

  it('is made anew when the first migration failed half-way', async () => {
    await expect(testDatabase(migrateHalfWay, 'half')).rejects.toThrow('half-way');
    const { url } = await database('half');
    expect(await rows(url, 'select n from migrated')).toEqual([]);
  });

  it('is dropped although somebody is still connected', async () => {
    const { url, drop } = await database();
    await connected(url);
    await drop();
    await expect(connected(url)).rejects.toMatchObject({ code: '3D000' });
  });
});

describe('a lane without a server', () => {
  const { TEST_ADMIN_URL } = process.env;
  afterEach(() => {
    process.env['TEST_ADMIN_URL'] = TEST_ADMIN_URL;
  });

  it('says so', async () => {
    delete process.env['TEST_ADMIN_URL'];
    await expect(testDatabase(migrate)).rejects.toThrow('This lane has no PostgreSQL');
  });
});
