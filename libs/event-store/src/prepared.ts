import { Client } from 'pg';
import type { EventCatalogue } from './catalogue.js';
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
  const client = new Client(connectionOf(workerUrl));
  await client.connect();
  try {
    const missing = (await missingMigration(client, migrations)) ?? (await missingWriter(client, catalogue));
    if (missing !== undefined)
      throw new Error(`The database is not prepared for this build: ${missing}. Run "bihuan migrate" first.`);
    if (await isClockMoved(client))
      throw new Error('The clock of this ledger was moved by a test: use another ledger.');
  } finally {
    await client.end();
  }
}

async function missingMigration(client: Client, migrations: Prepared['migrations']): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ name: string }>('select name from bihuan.migrations');
    const names = new Set(rows.map(({ name }) => name));
    const missing = migrations.find(({ name }) => !names.has(name));
    return missing && `it lacks the migration ${missing.name}`;
  } catch (error) {
    if (UNPREPARED.has(codeOf(error))) return 'nobody has migrated it';
    throw error;
  }
}

async function missingWriter(client: Client, catalogue: EventCatalogue): Promise<string | undefined> {
  const { rows } = await client.query<{ type: string; services: string[] }>(
    'select type, services from ledger.event_types',
  );
  const writers = new Map(rows.map(({ type, services }) => [type, services]));
  const missing = Object.entries(catalogue).find(([name, { owner, alsoBy = [] }]) =>
    [owner, ...alsoBy].some((service) => writers.get(name)?.includes(service) !== true),
  );
  return missing && `it does not know who writes ${missing[0]}`;
}

async function isClockMoved(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ moved: boolean }>(
    "select ledger.now() - clock_timestamp() > interval '1 second' as moved",
  );
  return rows[0]?.moved ?? false;
}
