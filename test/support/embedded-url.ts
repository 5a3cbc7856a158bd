import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

const told = (dataDir: string, name: string): string => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim();

/** The embedded server of a data directory, as its superuser: for what only an attacker or an accident would do. */
export const superuserUrl = (dataDir: string): string =>
  `postgres://postgres:${encodeURIComponent(told(dataDir, 'password'))}@127.0.0.1:${told(dataDir, 'port')}/postgres`;

/** Runs statements as superuser, one after another, and answers the rows of the last. */
export async function asSuperuser<Row>(dataDir: string, ...statements: readonly string[]): Promise<Row[]> {
  const client = new Client({ connectionString: superuserUrl(dataDir) });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows as Row[];
    return rows;
  } finally {
    await client.end();
  }
}
