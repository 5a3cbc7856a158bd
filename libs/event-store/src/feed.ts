import { Client } from 'pg';
import { Bell, type Listening } from './bell.js';
import type { Upcast } from './catalogue.js';
import { connectionOf, NO_ANSWER_MS, type WorkerDatabase } from './database.js';
import { EVENT_COLUMNS, type EventRow, recordedFrom } from './event-row.js';
import type { Ledger } from './ledger.js';
import type { RecordedEvent, StreamEvent } from './recorded-event.js';
import { STREAM_EVENT_COLUMNS, streamEventFrom, type StreamEventTexts } from './stream-event.js';
import { Tail } from './tail.js';
import { hangUp } from './within.js';

const PAGE = 1_000;
/** Another process's append is heard of by LISTEN; this is the net below it. */
const SLOW_POLL_MS = 1_000;
/** The first look at where the tail ends is at once; under load the next one finds what many appends have left. */
const LOOK_EVERY_MS = 100;

/** What a feed is told beside its database. */
interface FeedOptions {
  /** What this process appends is heard of at once. */
  readonly ledger?: Pick<Ledger, 'onAppend'>;
  /** At least so long between two looks at where the tail ends; 100 ms unless told. */
  readonly lookEveryMs?: number;
}

/**
 * The ledger in its order, for readers that must not miss an event. Positions become visible in their order
 * (`ledger.append` holds its lock to the commit), so a reader of `position > n` never skips one.
 */
export class Feed {
  private readonly tail = new Tail();
  private beginning: Promise<void> | undefined;
  private fetching: Promise<boolean> | undefined;
  private readonly lookEveryMs: number;
  private lookedAt = -Infinity;
  private endPause: () => void = () => undefined;
  private readonly bell = new Bell();
  private listener: Client | undefined;
  private opening: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly database: WorkerDatabase,
    private readonly upcast: Upcast,
    { ledger, lookEveryMs = LOOK_EVERY_MS }: FeedOptions = {},
  ) {
    this.lookEveryMs = lookEveryMs;
    ledger?.onAppend((events) => {
      const end = this.tail.last;
      this.tail.hear(events);
      if (this.tail.last > end) this.endPause();
      this.bell.ring([...new Set(events.map(({ streamType }) => streamType))]);
    });
  }

  /** Begins to hear of other processes' appends. */
  async listen(): Promise<void> {
    this.timer ??= setInterval(() => {
      this.bell.ring();
      // A database that is away is asked again with the next poll; until then the poll itself is what wakes readers.
      void this.openOnce().catch(() => undefined);
    }, SLOW_POLL_MS).unref();
    await this.openOnce();
  }

  /** Events after a position, oldest first; none when the reader is at the head. */
  async read(after: number, limit = PAGE): Promise<readonly RecordedEvent[]> {
    return (await this.readTail(after, limit)) ?? this.fetch(after, limit);
  }

  /** The same for a fold. Far from the head it costs half as much: half of the envelope stays where it is. */
  async readForFold(after: number, limit: number): Promise<readonly StreamEvent[]> {
    return (await this.readTail(after, limit)) ?? this.fetchForFold(after, limit);
  }

  /** How often something was heard of, or something of these stream types; taken before a read, for `wait`. */
  heard(of?: ReadonlySet<string>): number {
    return this.bell.heard(of);
  }

  /**
   * Resolves when something may have been appended, or at the latest after `ms`; at once when that has happened since
   * `heard` was taken, for what is appended between a look and the wait must not be slept through.
   */
  wait(ms: number, listening?: Listening): Promise<void> {
    return this.bell.wait(ms, listening);
  }

  /** Position of the newest event; 0 in an empty ledger. */
  async headPosition(): Promise<number> {
    const [row] = await this.database.query<{ position: number }>(
      'select position from ledger.events order by position desc limit 1',
    );
    return row?.position ?? 0;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    this.endPause();
    this.bell.ring();
    if (this.listener) await hangUp(this.listener);
  }

  /** Once for all readers: two that began at two heads would leave a hole between them. */
  private async begin(): Promise<void> {
    try {
      this.tail.begin(await this.headPosition());
    } catch (error) {
      this.beginning = undefined;
      throw error;
    }
  }

  /** Undefined where the tail does not reach back so far. */
  private async readTail(after: number, limit: number): Promise<readonly RecordedEvent[] | undefined> {
    await (this.beginning ??= this.begin());
    // The tail may be further behind than the reader, who was served from the database before.
    while (this.tail.isBehind(after) && (await this.fetchTail()));
    return this.tail.after(after, limit);
  }

  /** Reads on from where the tail ends, once for all readers; false when that was all there is. */
  private fetchTail(): Promise<boolean> {
    return (this.fetching ??= this.lookOn().finally(() => (this.fetching = undefined)));
  }

  private async lookOn(): Promise<boolean> {
    const end = this.tail.last;
    await this.untilDue();
    // What was heard meanwhile serves the readers; what is behind it is asked for by the next look.
    if (this.tail.last > end) return true;
    this.lookedAt = performance.now();
    const heard = this.heard();
    const events = await this.fetch(end, PAGE);
    this.tail.add(events);
    // What has rung since may have been appended after the look; who came for it has heard it already, and would sleep.
    return events.length === PAGE || (events.length === 0 && heard !== this.heard());
  }

  private async untilDue(): Promise<void> {
    const leftMs = this.lookedAt + this.lookEveryMs - performance.now();
    if (leftMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, leftMs);
    this.endPause = resolve;
    await promise;
    clearTimeout(timer);
  }

  private async fetch(after: number, limit: number): Promise<readonly RecordedEvent[]> {
    const rows = await this.database.query<EventRow>(pageOf(EVENT_COLUMNS), [after, limit]);
    return rows.map((row) => recordedFrom(row, this.upcast));
  }

  private async fetchForFold(after: number, limit: number): Promise<readonly StreamEvent[]> {
    const rows = await this.database.texts<StreamEventTexts>(pageOf(STREAM_EVENT_COLUMNS), [after, limit]);
    return rows.map((texts) => streamEventFrom(texts, this.upcast));
  }

  /** One connection, whoever asks while it opens: `close` knows of one. */
  private openOnce(): Promise<void> {
    return (this.opening ??= this.openListener());
  }

  private async openListener(): Promise<void> {
    const client = new Client({
      ...connectionOf(this.database.url),
      // It listens for as long as the process lives: the limits on statements and idling are those of a query.
      options: '-c timezone=UTC',
      query_timeout: NO_ANSWER_MS,
    });
    this.listener = client;
    client.on('notification', ({ payload = '' }) => this.bell.ring(payload === '' ? undefined : payload.split(' ')));
    client.on('error', () => this.forget(client));
    client.on('end', () => this.forget(client));
    try {
      await client.connect();
      await client.query('listen ledger');
      // What was appended before this moment was not told.
      this.bell.ring();
    } catch (error) {
      this.forget(client);
      void hangUp(client);
      throw error;
    }
    if (this.isClosed) await hangUp(client);
  }

  private forget(client: Client): void {
    if (this.listener === client) this.listener = this.opening = undefined;
  }
}

const pageOf = (columns: string): string =>
  `select ${columns} from ledger.events where position > $1 order by position limit $2`;
