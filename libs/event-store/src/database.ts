import {
  type ClientBase,
  Pool,
  type PoolClient,
  type PoolConfig,
  type QueryArrayConfig,
  type QueryResultRow,
} from 'pg';
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

const poolOf = (url: string, max: number, told: Pick<PoolConfig, 'options'> = {}): Pool => {
  const pool = new Pool({ ...connectionOf(url), ...told, max, pipeline: true, query_timeout: NO_ANSWER_MS });
  // A connection that breaks is replaced at the next query; unheard, the event of one that breaks, idle or in use,
  // would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => prepares(client.on('error', () => undefined)));
  return pool;
};

const names = new Map<string, string>();

/** The name a text is prepared under, the same on every connection. */
const nameOf = (text: string): string => names.get(text) ?? added(text, `text-${names.size}`);

function added(text: string, name: string): string {
  names.set(text, name);
  return name;
}

/**
 * Has a connection prepare what it is asked as text and values: those are few texts, each asked for ever again, and to
 * parse one anew costs the server more than to carry it out.
 */
function prepares(client: ClientBase): void {
  const ask: (...asked: readonly unknown[]) => unknown = client.query.bind(client);
  Object.assign(client, {
    query: (text: unknown, values: unknown, ...rest: readonly unknown[]) =>
      typeof text === 'string' && Array.isArray(values) && values.length > 0
        ? ask({ name: nameOf(text), text, values }, ...rest)
        : ask(text, values, ...rest),
  });
}

/** A query of a tenant's rows, prepared once a connection under its name. */
export interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Sends what is asked at once together: else the first question goes alone, and the server is woken twice. */
function inOneWrite<T>(client: PoolClient, ask: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return ask();
  } finally {
    stream.uncork();
  }
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
      const { begun, told, answers, ended } = inOneWrite(client, () => ({
        begun: client.query('begin'),
        told: client.query({
          name: 'tenant',
          text: "select set_config('bihuan.tenant', $1, true)",
          values: [tenantId],
        }),
        answers: asked.map(({ name, text, values }) =>
          client.query<Row>({ text, values: [...values], ...(name === '' ? {} : { name }) }),
        ),
        ended: client.query('commit'),
      }));
      const settled = await Promise.allSettled([begun, told, ...answers, ended]);
      const failed = settled.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      return await Promise.all(answers.map(async (answer) => (await answer).rows));
    } finally {
      client.release();
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

// What the background asks is prepared, and still planned each time: a plan made on a small table would be kept while
// the table grows, for a minute and longer.
const PLANNED_ANEW = `${SETTINGS} -c plan_cache_mode=force_custom_plan`;

/** The rows of all tenants, for the feed, projections and timers: they serve every tenant and answer no caller. */
export class WorkerDatabase {
  private readonly pool: Pool;

  constructor(
    readonly url: string,
    max = 6,
  ) {
    this.pool = poolOf(url, max, { options: PLANNED_ANEW });
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

  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
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

  close(): Promise<void> {
    return this.pool.end();
  }
}
