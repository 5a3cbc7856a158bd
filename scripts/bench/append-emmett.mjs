import { ACTOR, CORRELATION_ID, dataOf, TENANT } from './append-event.mjs';
import { runCallers } from './callers.mjs';
import { lib } from './built.mjs';
import { atTheEnd } from './leftovers.mjs';
import { ownDatabase } from './own-postgres.mjs';

/** emmett on a database of its own: `appendToStream` of the same event to a new stream, the version expected. */
export async function emmettOn({ peers, admin, postgres, callers }) {
  const [{ getPostgreSQLEventStore }, { default: pg }, { newId }] = await Promise.all([
    peers.load('@event-driven-io/emmett-postgresql'),
    peers.load('pg'),
    lib('kernel'),
  ]);
  const pool = new pg.Pool({ connectionString: await ownDatabase(admin, postgres, 'emmett'), max: callers });
  const store = getPostgreSQLEventStore('', { connectionOptions: { pool } });
  atTheEnd(async () => {
    await store.close();
    await pool.end();
  });
  await store.schema.migrate();
  const append = () => {
    const caseId = newId();
    const metadata = { tenantId: TENANT, actor: ACTOR, correlationId: CORRELATION_ID, commandId: newId() };
    // Zero events so far; its own sentence for that, STREAM_DOES_NOT_EXIST, would look it up first.
    const expected = { expectedStreamVersion: 0n };
    return store.appendToStream(
      `case-${caseId}`,
      [{ type: 'CaseRegistered', data: dataOf(caseId), metadata }],
      expected,
    );
  };
  return { run: (many, seconds) => runCallers(append, many, seconds) };
}
