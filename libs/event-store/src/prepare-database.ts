import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { EventCatalogue } from './catalogue.js';
import { connectionOf } from './database.js';
import { codeOf, messageOf } from './fault-code.js';
import { ensureRoles, type Logins, registerWriters } from './logins.js';

/** One process migrates at a time; the others wait and then find nothing to do. */
const MIGRATION_LOCK = [7239, 2];
const MAX_TRIES = 20;
const JITTER_MS = 10;

export interface Prepared {
  readonly logins: Logins;
  /** In any order: they are run by the time stamps in their names. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly catalogue: EventCatalogue;
}

/**
 * Brings a database to what this build needs: roles, migrations not yet run, event types and their writers. Safe to
 * run at each start and by several processes at once. Answers the names of the migrations that it ran.
 */
export async function prepareDatabase(
  adminUrl: string,
  { logins, migrations, catalogue }: Prepared,
): Promise<readonly string[]> {
  // Without the time limits of a query: the lock is waited for as long as another process migrates.
  const admin = new Client({ ...connectionOf(adminUrl), options: '-c timezone=UTC' });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1, $2)', MIGRATION_LOCK);
    await undisturbed(() => ensureRoles(admin, logins));
    await admin.query('create schema if not exists bihuan authorization bihuan_owner');
    await ownDatabase(admin);
    const ran = await migrate(adminUrl, migrations);
    await admin.query('set role bihuan_owner');
    await registerWriters(admin);
    await registerTypes(admin, catalogue);
    return ran;
  } finally {
    await admin.end();
  }
}

/** Roles belong to the whole server, and our lock to one database: who prepares another meets us at the same rows. */
async function undisturbed(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !isMeeting(error)) throw error;
    }
    await sleep(Math.random() * JITTER_MS * tries);
  }
}

// PostgreSQL has no code of its own for it: two that make one role violate its index, two that change one are told so.
const isMeeting = (error: unknown): boolean =>
  ['23505', '42710'].includes(codeOf(error)) || messageOf(error).startsWith('tuple concurrently ');

async function ownDatabase(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select quote_ident(current_database()) as name');
  await admin.query(`grant create on database ${rows[0]?.name} to bihuan_owner`);
}

async function migrate(adminUrl: string, migrations: Prepared['migrations']): Promise<readonly string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema: 'bihuan',
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    // All that a migration makes belongs to the owner, whoever runs it. It may take longer than a query.
    extra: { max: 1, options: '-c timezone=UTC -c role=bihuan_owner' },
    logging: false,
  });
  await source.initialize();
  try {
    return (await source.runMigrations()).map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

async function registerTypes(admin: Client, catalogue: EventCatalogue): Promise<void> {
  const entries = Object.entries(catalogue);
  const services = entries.map(([, { owner, alsoBy = [] }]) => `{${[owner, ...alsoBy].join(',')}}`);
  await admin.query(
    `insert into ledger.event_types as t (type, services)
       select type, services::text[] from unnest($1::text[], $2::text[]) as e(type, services)
     on conflict (type) do update set services = excluded.services where t.services <> excluded.services`,
    [entries.map(([type]) => type), services],
  );
}
