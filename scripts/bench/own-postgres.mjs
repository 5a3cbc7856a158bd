import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { lib } from './built.mjs';
import { atTheEnd } from './leftovers.mjs';

/** A folder that goes when the bench ends. */
export function ownFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bihuan-bench-')));
  atTheEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  // The account that the server runs as must get through to its own folder inside.
  chmodSync(folder, 0o711);
  return folder;
}

/** A new PostgreSQL as the product starts it: on disk, durable. */
export async function ownPostgres(folder, settings) {
  const { startPostgres } = await lib('embedded-postgres');
  const postgres = await startPostgres({ dir: join(folder, 'postgres'), settings });
  atTheEnd(() => postgres.stop());
  return postgres;
}

/** A new database of the server; answers its address, as superuser. */
export async function ownDatabase(admin, { url }, name) {
  await admin.query(`create database ${name}`);
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** A connection as superuser. */
export async function superuser(url) {
  const client = new pg.Client({ connectionString: url });
  // When the server is stopped before us, there is nothing to say.
  client.on('error', () => undefined);
  await client.connect();
  atTheEnd(() => client.end());
  return client;
}

const TELLING = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'shared_buffers',
  'max_wal_size',
  'max_connections',
  'commit_delay',
  'commit_siblings',
];

/** The settings that the figures depend on, as the server has them now. */
export async function settingsOf(client) {
  const { rows } = await client.query(
    'select name, current_setting(name) as value from unnest($1::text[]) as told(name)',
    [TELLING],
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
