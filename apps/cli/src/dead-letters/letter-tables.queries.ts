import { connectionOf } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { Client } from 'pg';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A letter as people see it. */
export interface Letter {
  readonly schema: string;
  readonly letterId: string;
  readonly subscription: string;
  readonly tenantId: string;
  readonly streamId: string;
  readonly version: number;
  readonly parkedVersion: number;
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly reason: string;
  readonly failures: number;
  readonly openedAt: string;
  readonly wish: string | null;
  /** Ids of the events that were passed over; null without one. */
  readonly discarded: string | null;
  readonly outcome: string | null;
}

/** What a person did with a letter. */
export interface Action {
  readonly action: 'list' | 'show' | 'retry' | 'discard';
  /** Of the event that the letter stood at. */
  readonly version: number;
  readonly by: string;
  readonly at: string;
}

const MAX_LISTED = 200;

/** The dead letters of all services, over the migration login: whoever uses it is written down. */
export class LetterTables {
  private constructor(
    private readonly admin: Client,
    private readonly schemas: readonly string[],
    private readonly by: string,
  ) {}

  static async reach<T>(adminUrl: string, by: string, work: (tables: LetterTables) => Promise<T>): Promise<T> {
    const admin = new Client(connectionOf(adminUrl));
    await admin.connect();
    try {
      await admin.query('set role bihuan_owner');
      const { rows } = await admin.query<{ schema: string }>(
        `select schemaname as schema from pg_tables where tablename = 'dead_letter' order by 1`,
      );
      return await work(
        new LetterTables(
          admin,
          rows.map(({ schema }) => schema),
          by,
        ),
      );
    } finally {
      await admin.end();
    }
  }

  /** Open letters of all services, the oldest first; each look at them is recorded. */
  async list(): Promise<readonly Letter[]> {
    if (this.schemas.length === 0) return [];
    const { rows } = await this.admin.query<Letter>(
      `${this.everyLetter('closed_at is null')} order by "openedAt" limit ${MAX_LISTED}`,
    );
    for (const letter of rows) await this.record(letter, 'list');
    return rows;
  }

  /** One letter, open or closed. @throws Error when there is none */
  async find(letterId: string): Promise<Letter> {
    const isId = UUID.test(letterId);
    const { rows } = isId
      ? await this.admin.query<Letter>(this.everyLetter('letter_id = $1'), [letterId])
      : { rows: [] };
    const [letter] = rows;
    if (!letter)
      throw new Error(`There is no dead letter ${letterId}: "bihuan dead-letters list" shows the open ones.`);
    return letter;
  }

  /** What was done with it, oldest first. */
  async actions({ schema, letterId }: Letter): Promise<readonly Action[]> {
    const { rows } = await this.admin.query<Action>(
      `select action, version, by, at from ${schema}.dead_letter_action where letter_id = $1 order by at limit ${MAX_LISTED}`,
      [letterId],
    );
    return rows;
  }

  async record({ schema, letterId, version }: Letter, action: Action['action']): Promise<void> {
    await this.admin.query(
      `insert into ${schema}.dead_letter_action (action_id, letter_id, action, version, by) values ($1, $2, $3, $4, $5)`,
      [newId(), letterId, action, version, this.by],
    );
  }

  /**
   * Asks the service to try it again, or to pass over its event; recorded with the wish. False when it was closed since
   * it was found, or stands at another event.
   */
  async wish(letter: Letter, wish: 'retry' | 'discard'): Promise<boolean> {
    await this.admin.query('begin');
    const { rowCount } = await this.admin.query(
      `update ${letter.schema}.dead_letter set wish = $3 where letter_id = $1 and version = $2 and closed_at is null`,
      [letter.letterId, letter.version, wish],
    );
    const isNoted = rowCount === 1;
    if (isNoted) await this.record(letter, wish);
    await this.admin.query('commit');
    return isNoted;
  }

  private everyLetter(condition: string): string {
    return this.schemas
      .map(
        (schema) => `select '${schema}' as schema, letter_id as "letterId", subscription, tenant_id as "tenantId",
           stream_id as "streamId", version, parked_version as "parkedVersion", position, event_id as "eventId",
           event_type as "eventType", reason, failures, opened_at as "openedAt", wish,
           nullif(array_to_string(discarded, ' '), '') as discarded, outcome
          from ${schema}.dead_letter where ${condition}`,
      )
      .join('\nunion all\n');
  }
}
