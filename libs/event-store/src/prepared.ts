import { Client } from 'pg';
import { connectionOf } from './database.js';
import { codeOf } from './fault-code.js';
import type { Prepared } from './prepare-database.js';

/** No schema, no table, no right to look: nobody has prepared this database, or a build before this one has. */
const UNPREPARED = new Set(['3F000', '42P01', '42501']);

/**
 * Whether a database is what this build needs, asked by a process that may not make it so.
 * @throws Error that says what is missing, and what to do
 */
export async function requirePrepared(
  workerUrl: string,
  { migrations, catalogue }: Pick<Prepared, 'migrations' | 'catalogue'>,
): Promise<void> {
  const missing = await missingIn(workerUrl, { migrations, catalogue });
  if (missing === undefined) return;
  throw new Error(`The database is not prepared for this build: ${missing}. Run "bihuan migrate" first.`);
}

async function missingIn(
  workerUrl: string,
  { migrations, catalogue }: Pick<Prepared, 'migrations' | 'catalogue'>,
): Promise<string | undefined> {
  const client = new Client(connectionOf(workerUrl));
  await client.connect();
  try {
    const ran = await client.query<{ name: string }>('select name from bihuan.migrations');
    const names = new Set(ran.rows.map(({ name }) => name));
    const migration = migrations.find(({ name }) => !names.has(name));
    if (migration) return `it lacks the migration ${migration.name}`;
    const { rows } = await client.query<{ type: string; services: string[] }>(
      'select type, services from ledger.event_types',
    );
    const writers = new Map(rows.map(({ type, services }) => [type, services]));
    const type = Object.entries(catalogue).find(([name, { owner, alsoBy = [] }]) =>
      [owner, ...alsoBy].some((service) => writers.get(name)?.includes(service) !== true),
    );
    return type && `it does not know who writes ${type[0]}`;
  } catch (error) {
    if (UNPREPARED.has(codeOf(error))) return 'nobody has migrated it';
    throw error;
  } finally {
    await client.end();
  }
}
