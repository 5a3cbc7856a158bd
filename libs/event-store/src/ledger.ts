import { canonicalJson, type CommandMeta, newId, type NewEvent, type Sealed } from '@bihuan/kernel';
import type { Entry, KeyRow } from './append-batch.js';
import type { EventCatalogue, EventEntry, Service, Upcast } from './catalogue.js';
import type { Database, NamedQuery } from './database.js';
import { NotTheWriter } from './errors.js';
import { Lane } from './lane.js';
import { LedgerClock } from './ledger-clock.js';
import {
  FIRST_PREVIOUS_HASH,
  HASH_ALGORITHM,
  hashOf,
  type Hashed,
  type RecordedEvent,
  streamTypeOf,
} from './recorded-event.js';
import { EVENT_COLUMNS, type EventRow, payloadOf, recordedFrom } from './event-row.js';

export type Classification = RecordedEvent['classification'];

/** What one stream gets in an append, decided on the stream as it stood at `head`. */
export interface StreamPart {
  readonly streamId: string;
  readonly head: Head;
  readonly facts: readonly (NewEvent & { readonly classification: Classification })[];
}

/** Where a stream stands: its version and the hash of its newest event. */
export interface Head {
  readonly version: number;
  readonly hash: string;
}

/** The head of a stream that does not exist. */
export const noHead: Head = { version: 0, hash: FIRST_PREVIOUS_HASH };

/** One append: all of it or nothing, over up to four streams. */
export interface Append {
  readonly service: Service;
  readonly parts: readonly StreamPart[];
  /** The instant the facts were decided at. */
  readonly recordedAt: string;
  readonly meta: CommandMeta;
  /** Texts and identities that the facts name by reference. */
  readonly sealed: readonly Sealed[];
  /** Keys of the caller; they go before those of the same name that the catalogue makes of the facts. */
  readonly keys: readonly KeyRow[];
}

/** The first use of a key: what its answer is made of again. */
export interface KeyUse {
  readonly key: string;
  readonly bodyHmac: Uint8Array | null;
  readonly streamId: string;
  readonly firstVersion: number;
  readonly lastVersion: number;
}

const MAX_STREAMS = 4;
/** A case has some 30 events; a stream this long is a fault, not a history. */
const MAX_READ = 10_000;

/** What a ledger stands on. */
export interface LedgerParts {
  readonly database: Database;
  readonly catalogue: EventCatalogue;
  readonly upcast: Upcast;
  /** Login that may append; the connection is direct, never through a pooler. */
  readonly appendUrl: string;
}

/** The append-only truth: what was appended is the case, and nothing is ever written over it. */
export class Ledger {
  private readonly clock = new LedgerClock();
  private readonly database: Database;
  private readonly catalogue: EventCatalogue;
  private readonly upcast: Upcast;
  private readonly lane: Lane;
  private readonly listeners = new Set<(events: readonly RecordedEvent[]) => void>();

  constructor({ database, catalogue, upcast, appendUrl }: LedgerParts) {
    this.database = database;
    this.catalogue = catalogue;
    this.upcast = upcast;
    this.lane = new Lane(appendUrl, this.clock);
  }

  /** Database time as this process knows it, ISO-8601 UTC with milliseconds. */
  now(): string {
    return this.clock.now();
  }

  /** Events of a stream after a version, oldest first; none when the stream does not exist. */
  async read(tenantId: string, streamId: string, afterVersion = 0): Promise<readonly RecordedEvent[]> {
    const { events } = await this.readWithKeys(tenantId, streamId, afterVersion, []);
    return events;
  }

  /** The same together with the uses of some keys, in one round trip. */
  async readWithKeys(
    tenantId: string,
    streamId: string,
    afterVersion: number,
    keys: readonly string[],
  ): Promise<{ events: readonly RecordedEvent[]; uses: readonly KeyUse[] }> {
    const asked: NamedQuery[] = [
      { name: 'read-stream', text: READ_STREAM, values: [tenantId, streamId, afterVersion] },
    ];
    if (keys.length > 0) asked.push({ name: 'read-keys', text: READ_KEYS, values: [tenantId, keys] });
    const [rows = [], uses = []] = await this.database.queries<EventRow | KeyUseRow>(tenantId, asked);
    if (rows.length === MAX_READ) throw new RangeError(`${streamId} has ${MAX_READ} events or more`);
    return {
      events: rows.filter(isEvent).map((row) => recordedFrom(row, this.upcast)),
      uses: uses.filter(isUse).map(keyUse),
    };
  }

  /** The stream that a permanent key points to; undefined when nothing does. */
  async streamOf(tenantId: string, key: string): Promise<string | undefined> {
    const [rows = []] = await this.database.queries<KeyUseRow>(tenantId, [
      { name: 'read-keys', text: READ_KEYS, values: [tenantId, [key]] },
    ]);
    return rows[0]?.stream_id;
  }

  /**
   * Durable once answered; the answer is every event as it was recorded, in order.
   * @throws VersionConflict when a stream has moved on
   * @throws KeyTaken, StaleStamp when nothing was written and it may be decided again
   * @throws FileGone when nothing was written, and never will be: a file that the facts name is not there any more
   * @throws OutcomeUnknown when the connection broke before the answer
   * @throws LedgerUnavailable when the database is away
   */
  async append(append: Append): Promise<readonly RecordedEvent[]> {
    const hashed = append.parts.flatMap((part) => this.hashedFacts(append, part));
    if (append.parts.length > MAX_STREAMS) throw new RangeError(`an append spans ${MAX_STREAMS} streams at most`);
    const first = await this.lane.append(this.entryOf(append, hashed));
    const events = hashed.map((fact, index) => recorded(fact, append.meta, first + index));
    for (const listener of this.listeners) listener(events);
    return events;
  }

  /** Hears of each append of this process, once it is durable; the events of one append in their order. */
  onAppend(listener: (events: readonly RecordedEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Measures the database's clock again; the test clock has moved it. */
  async measureClock(): Promise<void> {
    await this.lane.measureClock();
  }

  /** Lets waiting appends through, then hangs up. */
  close(): Promise<void> {
    return this.lane.close();
  }

  private entryOf({ meta, service, parts, keys, sealed }: Append, hashed: readonly HashedFact[]): Entry {
    const made = hashed.flatMap(({ event, data }) => this.keysOf(event, data));
    return {
      tenantId: meta.tenantId,
      service,
      heads: parts.map(({ streamId, head }) => ({ streamId, ...head })),
      keys: firstOfEachKey([...keys, ...made]),
      sealed,
      fileRefs: [...new Set(hashed.flatMap(({ data }) => fileRefsIn(data)))],
      events: hashed.map(({ event, hash }) => ({ ...event, hash })),
    };
  }

  private keysOf({ eventType, streamId, streamVersion }: Hashed, data: object): KeyRow[] {
    const names = this.entryFor(eventType).keys?.(data) ?? [];
    return names.map((key) => ({ key, streamId, firstVersion: streamVersion, lastVersion: streamVersion }));
  }

  private entryFor(type: string): EventEntry {
    const entry = this.catalogue[type];
    if (!entry) throw new NotTheWriter(`${type} stands in no catalogue`);
    return entry;
  }

  /** Each fact held against its schema and its owner, and chained to the one before it. */
  private hashedFacts({ service, meta, recordedAt }: Append, { streamId, head, facts }: StreamPart): HashedFact[] {
    const actor = canonicalJson(meta.actor);
    let prevHash = head.hash;
    return facts.map(({ type, data, classification }, index) => {
      const entry = this.entryFor(type);
      if (entry.owner !== service && !entry.alsoBy?.includes(service))
        throw new NotTheWriter(`${service} may not write ${type}`);
      const checked = payloadOf(entry.schema.parse(data));
      const event: Hashed = {
        actor,
        causationId: meta.causationId,
        classification,
        commandId: meta.commandId,
        correlationId: meta.correlationId,
        data: canonicalJson(checked),
        eventId: newId(),
        eventType: type,
        hashAlg: HASH_ALGORITHM,
        occurredAt: entry.claimedAt === undefined ? meta.at : String(checked[entry.claimedAt]),
        prevHash,
        recordedAt,
        schemaVersion: entry.schemaVersion,
        service: service.toUpperCase(),
        streamId,
        streamVersion: head.version + index + 1,
        tenantId: meta.tenantId,
      };
      prevHash = hashOf(event);
      return { event, classification, hash: prevHash, data: checked };
    });
  }
}

interface HashedFact {
  readonly event: Hashed;
  readonly classification: Classification;
  readonly hash: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A key that is named twice is written once. */
const firstOfEachKey = (rows: readonly KeyRow[]): KeyRow[] => [
  ...new Map(rows.toReversed().map((row) => [row.key, row])).values(),
];

interface KeyUseRow {
  readonly key: string;
  readonly body_hmac: Buffer | null;
  readonly stream_id: string;
  readonly first_version: number;
  readonly last_version: number;
}

const isUse = (row: EventRow | KeyUseRow): row is KeyUseRow => 'key' in row;
const isEvent = (row: EventRow | KeyUseRow): row is EventRow => !isUse(row);

const keyUse = ({ key, body_hmac, stream_id, first_version, last_version }: KeyUseRow): KeyUse => ({
  key,
  bodyHmac: body_hmac,
  streamId: stream_id,
  firstVersion: first_version,
  lastVersion: last_version,
});

const READ_STREAM = `select ${EVENT_COLUMNS} from ledger.events
  where tenant_id = $1 and stream_id = $2 and version > $3 order by version limit ${MAX_READ}`;
const READ_KEYS = `select key, body_hmac, stream_id, first_version, last_version from ledger.keys
  where tenant_id = $1 and key = any ($2::text[]) and (expires_at is null or expires_at > ledger.now())`;

function recorded(
  { event, classification, hash, data }: HashedFact,
  meta: CommandMeta,
  position: number,
): RecordedEvent {
  const { causationId, actor: _, data: __, eventType, eventId, streamVersion, recordedAt, commandId, ...rest } = event;
  const known = { eventId, version: streamVersion, position, recordedAt, actor: meta.actor, commandId };
  return {
    ...rest,
    hash,
    classification,
    streamType: streamTypeOf(event.streamId),
    type: eventType,
    data,
    meta: causationId === undefined ? known : { ...known, causationId },
  };
}

/** Refs of files in a payload: the append marks them as used, or is refused when one is gone. */
function fileRefsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fileRefsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'ref' in value && typeof value.ref === 'string' && value.ref.startsWith('fil_') ? [value.ref] : [];
  return [...own, ...Object.values(value).flatMap(fileRefsIn)];
}
