import pg from 'pg';

/** Ends the servers of this run; on a database that is not ours, drops what the run has left. */
export default async function globalTeardown() {
  await globalThis.testKafka?.stop();
  if (globalThis.testPostgres === undefined) return dropDatabases();
  delete process.env.TEST_ADMIN_URL;
  await globalThis.testPostgres.stop();
  globalThis.testPostgres = undefined;
}

async function dropDatabases() {
  const client = new pg.Client({ connectionString: process.env.TEST_ADMIN_URL });
  await client.connect();
  const left = await client.query('select datname from pg_database where starts_with(datname, $1)', [
    `test_${process.env.TEST_RUN}_`,
  ]);
  for (const { datname } of left.rows) {
    await client.query(`alter database "${datname}" is_template false`);
    await client.query(`drop database "${datname}" with (force)`);
  }
  await client.end();
}
