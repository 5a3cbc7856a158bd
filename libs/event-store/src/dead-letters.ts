import { newId } from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import { TooManyDeadLetters } from './errors.js';
import { EVENT_COLUMNS, type EventRow, recordedFrom } from './event-row.js';
import { type RecordedEvent, streamName } from './recorded-event.js';

/** More new letters in a minute stop a subscription: then it is not the events. */
const MAX_A_MINUTE = 20;
const PAGE = 100;
/** So many builds are remembered: more than ever run at once, so that none comes round again. */
const MAX_BUILDS = 16;

/** Longer than the longest pause between two tries: a process that is alive keeps what it has claimed. */
const CLAIM = `clock_timestamp() + interval '1 minute'`;

/** An open letter that is being tried again, by whoever holds the claim. */
export interface DeadLetter {
  readonly letterId: string;
  readonly claim: string;
  readonly tenantId: string;
  readonly streamId: string;
  /** Of the event that could not be handled. */
  readonly version: number;
  /** Null when nobody asked: a build that has not tried its event does. */
  readonly wish: 'retrying' | 'discarding' | null;
}

/** Where a service's dead letters lie: `routing.reactions` keeps them in schema `routing`. */
export interface DeadLetterParts {
  readonly database: WorkerDatabase;
  readonly upcast: Upcast;
  /** Of this program, which tries once what others have failed at. */
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
         exists (select from ${this.table}
                  where subscription = $1 and stream_id = $2 and tenant_id = $3 and $4 = any(discarded)) as discarded`,
      [this.subscription, streamId, tenantId, meta.eventId],
    );
    if (seen?.discarded === true) return false;
    if ((seen?.recent ?? 0) >= MAX_A_MINUTE)
      throw new TooManyDeadLetters(
        `${this.subscription}: more than ${MAX_A_MINUTE} dead letters in a minute, the last for ${reason}`,
      );
    await database.query(
      `insert into ${this.table} as l (letter_id, subscription, tenant_id, stream_id, version, parked_version, position,
           event_id, event_type, reason, builds)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, array[$10])
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

  /**
   * Takes an open letter that a person wishes to be tried again or that this build has not tried. An event that is to be
   * discarded is so from here on, whatever becomes of those behind it.
   */
  async claim(): Promise<DeadLetter | undefined> {
    const [letter] = await this.parts.database.query<DeadLetter>(
      `update ${this.table} set claim = $3, claimed_until = ${CLAIM},
         wish = case wish when 'retry' then 'retrying' when 'discard' then 'discarding' else wish end,
         discarded = case when wish in ('discard', 'discarding') and event_id <> all(discarded)
                          then discarded || event_id else discarded end
        where letter_id = (
          select letter_id from ${this.table}
           where subscription = $1 and closed_at is null and (wish is not null or $2 <> all(builds))
             and (claimed_until is null or claimed_until < clock_timestamp())
           order by opened_at limit 1 for update skip locked)
        returning letter_id as "letterId", claim, tenant_id as "tenantId", stream_id as "streamId", version, wish`,
      [this.subscription, this.parts.build, newId()],
    );
    return letter;
  }

  /**
   * Keeps the claim for another minute; false when it is another's by now, or a newer wish came before its event was
   * handled: a fault that does not pass must not keep a person from discarding the event.
   */
  async keep({ letterId, claim, version }: DeadLetter, handled: number): Promise<boolean> {
    const [kept] = await this.parts.database.query<{ isKept: boolean }>(
      `update ${this.table} set claim = case when $3 and wish in ('retry', 'discard') then null else claim end,
         claimed_until = case when $3 and wish in ('retry', 'discard') then null else ${CLAIM} end
        where letter_id = $1 and claim = $2 returning claim is not null as "isKept"`,
      [letterId, claim, handled < version],
    );
    return kept?.isKept === true;
  }

  /** Its next events after a version, as far as they wait. */
  async waiting({ letterId, tenantId, streamId }: DeadLetter, afterVersion: number): Promise<readonly RecordedEvent[]> {
    const rows = await this.parts.database.query<EventRow>(
      `select ${EVENT_COLUMNS} from ledger.events
        where tenant_id = $2 and stream_id = $3 and version > $4
          and version <= (select parked_version from ${this.table} where letter_id = $1)
        order by version limit ${PAGE}`,
      [letterId, tenantId, streamId, afterVersion],
    );
    return rows.map((row) => recordedFrom(row, this.parts.upcast));
  }

  /**
   * Ends a letter whose events were handled up to a version; false when more have come to wait meanwhile, or it is
   * another's. A newer wish ends with it: its event was handled, or passed over.
   */
  async close({ letterId, claim, wish }: DeadLetter, upTo: number): Promise<boolean> {
    const rows = await this.parts.database.query(
      `update ${this.table} set closed_at = clock_timestamp(), outcome = $4, wish = null, claim = null, claimed_until = null
        where letter_id = $1 and claim = $2 and parked_version <= $3 returning letter_id`,
      [letterId, claim, upTo, wish === 'discarding' ? 'discarded' : 'retried'],
    );
    return rows.length > 0;
  }

  /** It failed again, at the same event or at one behind it; a newer wish stays where its event does. */
  async failedAgain({ letterId, claim }: DeadLetter, { type, meta }: RecordedEvent, reason: string): Promise<void> {
    await this.parts.database.query(
      `update ${this.table} set version = $3, position = $4, event_id = $5, event_type = $6, reason = $7,
         builds = case when version = $3 then (array[$8] || array_remove(builds, $8))[1:${MAX_BUILDS}] else array[$8] end,
         wish = case when version = $3 and wish in ('retry', 'discard') then wish end,
         failures = failures + 1, claim = null, claimed_until = null, noticed_at = null
        where letter_id = $1 and claim = $2`,
      [letterId, claim, meta.version, meta.position, meta.eventId, type, reason, this.parts.build],
    );
  }
}
