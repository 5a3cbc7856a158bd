import { Client, type QueryConfig, type QueryResultRow } from 'pg';
import { connectionOf, NO_ANSWER_MS } from './database.js';
import { LedgerUnavailable, OutcomeUnknown } from './errors.js';
import type { LedgerClock } from './ledger-clock.js';
import { sqlStateOf } from './passing-fault.js';
import { hangUp, within } from './within.js';

/** The one connection of a lane: made when it is first needed, dropped when it breaks or stays silent, made anew then. */
export class LaneConnection {
  private opening: Promise<Client> | undefined;
  private isClosed = false;

  constructor(
    private readonly url: string,
    private readonly clock: LedgerClock,
  ) {}

  /**
   * Asks one question and waits at most 10 s for its answer.
   * @throws DatabaseError when the server says no
   * @throws OutcomeUnknown when the connection broke before the answer
   * @throws LedgerUnavailable when there is no connection: nothing was asked
   */
  async ask<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    const opening = this.open();
    const client = await opening;
    try {
      const { rows } = await within(NO_ANSWER_MS, client.query<Row>(query));
      return rows;
    } catch (error) {
      if (isAnswer(error)) throw error;
      // An answer that comes too late shall not meet the next question.
      this.drop(opening, client);
      throw new OutcomeUnknown('the connection was lost before the answer', { cause: error });
    }
  }

  /** Measures the database's clock anew. */
  async measureClock(): Promise<void> {
    await this.clock.measure(async () => millisecondsIn(await this.ask(ASK_TIME)));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const client = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    if (client) await hangUp(client);
  }

  private open(): Promise<Client> {
    if (this.isClosed) return Promise.reject(new LedgerUnavailable('the process is stopping'));
    if (this.opening) return this.opening;
    const client = new Client(connectionOf(this.url));
    const opening: Promise<Client> = this.connect(client).catch((error: unknown) => {
      this.drop(opening, client);
      throw new LedgerUnavailable('the database does not answer', { cause: error });
    });
    this.opening = opening;
    // Unheard, the event of a connection that breaks while idle would end the process.
    client.on('error', () => this.drop(opening, client));
    return opening;
  }

  private async connect(client: Client): Promise<Client> {
    await client.connect();
    await this.clock.measure(async () => {
      const { rows } = await within(NO_ANSWER_MS, client.query<Told>(ASK_TIME));
      return millisecondsIn(rows);
    });
    return client;
  }

  private drop(opening: Promise<Client>, client: Client): void {
    if (this.opening === opening) this.opening = undefined;
    void hangUp(client);
  }
}

interface Told {
  readonly ms: string;
}

const ASK_TIME = { text: 'select extract(epoch from ledger.now()) * 1000 as ms' };
const millisecondsIn = ([row]: readonly QueryResultRow[]): number => Number(row?.['ms']);

/** Whether the server judged the question. 57P01 to 57P03 and 08: it is going away, whatever it was asked. */
function isAnswer(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && !state.startsWith('57P') && !state.startsWith('08');
}
