import { randomUUID } from 'node:crypto';

/** A database of one spec file. */
export type TestDatabase = {
  readonly name: string;
  /** The superuser's; for another login put its name and password in its place. */
  readonly url: string;
  /** Removes it, whoever is still connected. */
  readonly drop: () => Promise<void>;
};

/** Brings an empty database to the newest schema and leaves no connection open; the superuser's URL. */
export type Migrate = (adminUrl: string) => Promise<unknown>;

/** Held while a template is made. One for all templates: migrations also make logins, which all databases share. */
const TEMPLATE_LOCK = 7_612_084_113;

/**
 * A new database, copied from a template that this run migrates once. Two specs that migrate differently name two
 * templates.
 * @throws Error when the lane has no server.
 */
export async function testDatabase(migrate: Migrate, template = 'all'): Promise<TestDatabase> {
  const { adminUrl, run } = testServer();
  const [model, name] = [`test_${run}_template_${template}`, `test_${run}_${randomUUID().slice(0, 8)}`];
  await withClient(adminUrl, async (query) => {
    await query(`select pg_advisory_lock(${TEMPLATE_LOCK})`);
    await ensureTemplate(query, model, () => migrate(urlOf(adminUrl, model)));
    await query(`select pg_advisory_unlock(${TEMPLATE_LOCK})`);
    await query(`create database "${name}" template "${model}" strategy file_copy`);
  });
  const drop = () => withClient(adminUrl, (query) => query(`drop database if exists "${name}" with (force)`));
  return { name, url: urlOf(adminUrl, name), drop: async () => void (await drop()) };
}

async function ensureTemplate(query: Query, model: string, migrate: () => Promise<unknown>): Promise<void> {
  // The mark is set last: without it an earlier spec's migration failed half-way.
  const made = await query(`select from pg_database where datname = '${model}' and datistemplate`);
  if (made > 0) return;
  await query(`drop database if exists "${model}" with (force)`);
  await query(`create database "${model}"`);
  await migrate();
  // A database that somebody is connected to cannot be copied.
  await query(`alter database "${model}" is_template true allow_connections false`);
}

/** Where `test/support/global-setup.mjs` has put the server of this run. */
function testServer(): { adminUrl: string; run: string } {
  const { TEST_ADMIN_URL: adminUrl, TEST_RUN: run } = process.env;
  if (adminUrl === undefined || run === undefined) {
    throw new Error('This lane has no PostgreSQL: name test/support/global-setup.mjs as its globalSetup.');
  }
  return { adminUrl, run };
}

/** Runs one statement and says how many rows it gave. */
type Query = (sql: string) => Promise<number>;

async function withClient<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  // Loaded only here: most specs that need this lib need no database.
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (sql) => (await client.query(sql)).rowCount ?? 0);
  } finally {
    await client.end();
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = database;
  return url.href;
}
