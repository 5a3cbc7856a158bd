import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ACTOR, CORRELATION_ID, dataOf, TENANT } from './append-event.mjs';
import { lib } from './built.mjs';
import { runCallers } from './callers.mjs';
import { atTheEnd } from './leftovers.mjs';
import { ownDatabase } from './own-postgres.mjs';

/** What its `install.sh` runs, in that order, without what only reads or grants. */
const SCRIPTS = [
  'schema/message-store',
  'extensions/pgcrypto',
  'tables/messages',
  'types/message',
  ...['hash-64', 'acquire-lock', 'category', 'is-category', 'id', 'cardinal-id', 'stream-version', 'write-message'].map(
    (name) => `functions/${name}`,
  ),
  ...['messages-id', 'messages-stream', 'messages-category'].map((name) => `indexes/${name}`),
];

const WRITE = {
  name: 'write',
  text: 'select message_store.write_message($1, $2, $3, $4, $5, $6)',
};
/** Version of a stream that has no message. */
const NO_STREAM = -1;

/** message-db on a database of its own: `write_message` of the same event to a new stream, the version expected. */
export async function messageDbOn({ peers, admin, postgres, callers }) {
  const { newId } = await lib('kernel');
  const pool = new pg.Pool({
    connectionString: await ownDatabase(admin, postgres, 'message_store'),
    max: callers,
    // Its functions name each other without their schema.
    options: '-c search_path=message_store,public',
  });
  atTheEnd(() => pool.end());
  const folder = join(peers.folderOf('@eventide/message-db'), 'database');
  for (const script of SCRIPTS) await pool.query(readFileSync(join(folder, `${script}.sql`), 'utf8'));
  const write = () => {
    const caseId = newId();
    const metadata = { tenantId: TENANT, actor: ACTOR, correlationId: CORRELATION_ID, commandId: newId() };
    const told = [JSON.stringify(dataOf(caseId)), JSON.stringify(metadata)];
    return pool.query({ ...WRITE, values: [newId(), `case-${caseId}`, 'CaseRegistered', ...told, NO_STREAM] });
  };
  return { run: (many, seconds) => runCallers(write, many, seconds) };
}
