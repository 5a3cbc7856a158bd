import { Pool, type PoolClient, type PoolConfig, type QueryArrayConfig, type QueryResultRow } from 'pg';
import { sqlTypes, textsAlone } from './sql-types.js';

const SETTINGS = [
  '-c timezone=UTC',
  '-c lock_timeout=3s',
  '-c statement_timeout=5s',
  '-c idle_in_transaction_session_timeout=1s',
].join(' ');

/** What every connection of ours is made with: UTC, time limits on statements, locks and idling. */
export const connectionOf = (url: string): PoolConfig => ({
  connectionString: url,
  options: SETTINGS,
  types: sqlTypes,
  connectionTimeoutMillis: 3_000,
  keepAlive: true,
});

/** A server that is there answers within its own time limits; one that does not is cut off. */
export const NO_ANSWER_MS = 10_000;

const poolOf = (url: string, max: number): Pool => {
  const pool = new Pool({ ...connectionOf(url), max, pipeline: true, query_timeout: NO_ANSWER_MS });
  // A connection that breaks is replaced at the next query; unheard, the event of one that breaks, idle or in use,
  // would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** A query of a tenant's rows, prepared once a connection under its name. */
export interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The rows of one tenant at a time: row-level security shows no others, also to a query that forgets to ask. */
export class Database {
  private readonly pool: Pool;

  constructor(url: string, max = 10) {
    this.pool = poolOf(url, max);
  }

  async query<Row extends QueryResultRow>(
    tenantId: string,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const [rows = []] = await this.queries<Row>(tenantId, [{ name: '', text, values }]);
    return rows;
  }

  /** Several queries in one round trip: BEGIN, the tenant, the queries, COMMIT are one write. */
  async queries<Row extends QueryResultRow>(tenantId: string, asked: readonly NamedQuery[]): Promise<Row[][]> {
    const client = await this.pool.connect();
    try {
      const begun = client.query('begin');
      const told = client.query({
        name: 'tenant',
        text: "select set_config('bihuan.tenant', $1, true)",
        values: [tenantId],
      });
      const answers = asked.map(({ name, text, values }) =>
        client.query<Row>({ text, values: [...values], ...(name === '' ? {} : { name }) }),
      );
      const ended = client.query('commit');
      const settled = await Promise.allSettled([begun, told, ...answers, ended]);
      const failed = settled.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      return await Promise.all(answers.map(async (answer) => (await answer).rows));
    } finally {
      client.release();
    }
  }

  async transaction<T>(tenantId: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, work, ["select set_config('bihuan.tenant', $1, true)", [tenantId]]);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** The rows of all tenants, for the feed, projections and timers: they serve every tenant and answer no caller. */
export class WorkerDatabase {
  private readonly pool: Pool;

  constructor(
    readonly url: string,
    max = 6,
  ) {
    this.pool = poolOf(url, max);
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(text, [...values]);
    return rows;
  }

  /** The same for who reads very many rows: each a list of its columns, as the texts that the server tells. */
  async texts<Row extends (string | null)[]>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const asked: QueryArrayConfig = { text, values: [...values], rowMode: 'array', types: textsAlone };
    const { rows } = await this.pool.query<Row>(asked);
    return rows;
  }

  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, work);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  first?: readonly [string, readonly unknown[]],
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (first) await client.query(first[0], [...first[1]]);
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } catch (error) {
    // A connection that cannot even roll back is broken, and the server rolls back by itself.
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
