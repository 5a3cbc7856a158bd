import { randomBytes } from 'node:crypto';
import './ts-hooks.mjs';

/**
 * One PostgreSQL for the whole run, unless TEST_ADMIN_URL names one. Jest calls this once, and only when a lane that
 * names it as its globalSetup has a file to run; its workers inherit the environment.
 */
export default async function globalSetup() {
  // Everything that the run makes on the server carries this name.
  process.env.TEST_RUN = randomBytes(4).toString('hex');
  if (process.env.TEST_ADMIN_URL !== undefined) return;
  const { startPostgres } = await import('@bihuan/embedded-postgres');
  const postgres = await startPostgres({ throwAway: true });
  globalThis.testPostgres = postgres;
  process.env.TEST_ADMIN_URL = postgres.url;
}
