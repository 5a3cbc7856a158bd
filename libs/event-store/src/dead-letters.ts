import { newId } from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import { TooManyDeadLetters } from './errors.js';
import { EVENT_COLUMNS, type EventRow, recordedFrom } from './event-row.js';
import { type RecordedEvent, streamName } from './recorded-event.js';

/** More new letters in a minute stop a subscription: then it is not the events. */
const MAX_A_MINUTE = 20;
const PAGE = 100;

/** An open letter that is to be tried again. */
export interface DeadLetter {
  readonly letterId: string;
  readonly tenantId: string;
  readonly streamId: string;
  /** Of the event that could not be handled. */
  readonly version: number;
  readonly wish: 'retry' | 'discard' | null;
}

/** Where a service's dead letters lie: `routing.reactions` keeps them in schema `routing`. */
export interface DeadLetterParts {
  readonly database: WorkerDatabase;
  readonly upcast: Upcast;
  /** Of this program: an open letter of another one is tried again once. */
  readonly build: string;
}

/** The dead letters of one subscription: events that could not be handled, each with those of its stream behind it. */
export class DeadLetters {
  private readonly table: string;
  private opening: Promise<unknown> = Promise.resolve();

  constructor(
    readonly subscription: string,
    private readonly parts: DeadLetterParts,
  ) {
    this.table = `${subscription.split('.', 1)[0]}.dead_letter`;
  }

  /** Streams with an open letter. */
  async openStreams(): Promise<Set<string>> {
    const rows = await this.parts.database.query<{ tenant_id: string; stream_id: string }>(
      `select tenant_id, stream_id from ${this.table} where subscription = $1 and closed_at is null`,
      [this.subscription],
    );
    return new Set(rows.map(({ tenant_id: tenantId, stream_id: streamId }) => streamName({ tenantId, streamId })));
  }

  /**
   * Puts an event aside. Answers whether its stream waits now; it does not where a person has discarded the event.
   * @throws TooManyDeadLetters when it would be the 21st within a minute
   */
  open(event: RecordedEvent, reason: string): Promise<boolean> {
    // One after another: the count must have seen the one before.
    const opened = this.opening.then(() => this.openNext(event, reason));
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  private async openNext({ tenantId, streamId, type, meta }: RecordedEvent, reason: string): Promise<boolean> {
    const { database, build } = this.parts;
    const [seen] = await database.query<{ recent: number; discarded: boolean }>(
      `select (select count(*)::int from ${this.table}
                where subscription = $1 and opened_at > clock_timestamp() - interval '1 minute') as recent,
         exists (select from ${this.table} where event_id = $2 and subscription = $1 and outcome = 'discarded') as discarded`,
      [this.subscription, meta.eventId],
    );
    if (seen?.discarded === true) return false;
    if ((seen?.recent ?? 0) >= MAX_A_MINUTE)
      throw new TooManyDeadLetters(
        `${this.subscription}: more than ${MAX_A_MINUTE} dead letters in a minute, the last for ${reason}`,
      );
    await database.query(
      `insert into ${this.table} as l (letter_id, subscription, tenant_id, stream_id, version, parked_version, position,
           event_id, event_type, reason, build)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)
       on conflict (subscription, tenant_id, stream_id) where closed_at is null
         do update set parked_version = greatest(l.parked_version, excluded.version)`,
      [newId(), this.subscription, tenantId, streamId, meta.version, meta.position, meta.eventId, type, reason, build],
    );
    return true;
  }

  /** Lets events wait behind the open letter of their stream; false when there is none any more. */
  async park(events: readonly RecordedEvent[]): Promise<boolean> {
    const last = events.at(-1);
    if (!last) return true;
    const rows = await this.parts.database.query(
      `update ${this.table} set parked_version = greatest(parked_version, $4)
        where subscription = $1 and tenant_id = $2 and stream_id = $3 and closed_at is null returning letter_id`,
      [this.subscription, last.tenantId, last.streamId, last.meta.version],
    );
    return rows.length > 0;
  }

  /** Takes an open letter that a person wishes to be tried again or that another program has left, for 30 s. */
  async claim(): Promise<DeadLetter | undefined> {
    const [letter] = await this.parts.database.query<DeadLetter>(
      `update ${this.table} set claimed_until = clock_timestamp() + interval '30 seconds'
        where letter_id = (
          select letter_id from ${this.table}
           where subscription = $1 and closed_at is null and (wish is not null or build <> $2)
             and (claimed_until is null or claimed_until < clock_timestamp())
           order by opened_at limit 1 for update skip locked)
        returning letter_id as "letterId", tenant_id as "tenantId", stream_id as "streamId", version, wish`,
      [this.subscription, this.parts.build],
    );
    return letter;
  }

  /** Its next events after a version, as far as they wait; keeps the claim. */
  async waiting({ letterId }: DeadLetter, afterVersion: number): Promise<readonly RecordedEvent[]> {
    const rows = await this.parts.database.query<EventRow>(
      `with letter as (
         update ${this.table} set claimed_until = clock_timestamp() + interval '30 seconds' where letter_id = $1
         returning tenant_id as of_tenant, stream_id as of_stream, parked_version)
       select ${EVENT_COLUMNS} from ledger.events, letter
        where tenant_id = of_tenant and stream_id = of_stream and ledger.events.version > $2
          and ledger.events.version <= parked_version order by ledger.events.version limit ${PAGE}`,
      [letterId, afterVersion],
    );
    return rows.map((row) => recordedFrom(row, this.parts.upcast));
  }

  /** Ends a letter whose events were handled up to a version; false when more have come to wait meanwhile. */
  async close({ letterId, wish }: DeadLetter, upTo: number): Promise<boolean> {
    const rows = await this.parts.database.query(
      `update ${this.table} set closed_at = clock_timestamp(), outcome = $3, wish = null, claimed_until = null
        where letter_id = $1 and parked_version <= $2 returning letter_id`,
      [letterId, upTo, wish === 'discard' ? 'discarded' : 'retried'],
    );
    return rows.length > 0;
  }

  /** It failed again, at the same event or at one behind it. */
  async failedAgain({ letterId }: DeadLetter, { type, meta }: RecordedEvent, reason: string): Promise<void> {
    await this.parts.database.query(
      `update ${this.table} set version = $2, position = $3, event_id = $4, event_type = $5, reason = $6, build = $7,
         failures = failures + 1, wish = null, claimed_until = null, noticed_at = null where letter_id = $1`,
      [letterId, meta.version, meta.position, meta.eventId, type, reason, this.parts.build],
    );
  }
}
