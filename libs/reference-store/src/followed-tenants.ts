import { type Feed, type Ledger, pause, type RecordedEvent, type WorkerDatabase } from '@bihuan/event-store';
import type { ReferenceKind } from '@bihuan/reference';
import type { Contents } from './contents.js';
import { ReferenceBehind } from './errors.js';
import { isReference, Published, referenceStreamTypes } from './published.js';
import { referenceStream } from './reference-stream.js';

const IDLE_MS = 1_000;
/** A tenant has some 20; more are a fault, and a part of them would be another tenant's terms. */
const MAX_STREAMS = 10_000;

/** What following stands on. */
interface Parts {
  readonly ledger: Ledger;
  readonly worker: WorkerDatabase;
  readonly feed: Feed;
  readonly contents: Contents;
}

/** What a look at the feed gave. */
interface Pulled {
  /** Nothing was there. */
  readonly isAtHead: boolean;
  /** How often the feed had heard of something before it was read. */
  readonly heard: number;
}

/** What the tenants that were asked for have published, kept up with the feed. */
export class FollowedTenants {
  private readonly tenants = new Map<string, Promise<Published>>();
  /** Everything up to it was heard of, for every tenant that is kept. */
  private position = 0;
  private beginning: Promise<void> | undefined;
  private pulling: Promise<Pulled> | undefined;
  private readonly ending = new AbortController();
  private following: Promise<void> | undefined;

  constructor(private readonly parts: Parts) {}

  follow(): void {
    this.following ??= this.run();
  }

  /** Leaves a wait at once, and lets a page under way end. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.following;
  }

  /** What is known of a tenant; read when it is asked for the first time, followed from then on. */
  of(tenantId: string): Promise<Published> {
    const known = this.tenants.get(tenantId);
    if (known) return known;
    const loading = this.load(tenantId);
    this.tenants.set(tenantId, loading);
    loading.catch(() => this.tenants.delete(tenantId));
    return loading;
  }

  /** @throws ReferenceBehind when what was published up to a position is not known within a time */
  async readTo(position: number, withinMs: number): Promise<void> {
    const lastTry = performance.now() + withinMs;
    while (this.position < position) {
      const { isAtHead, heard } = await this.pull();
      if (!isAtHead || this.position >= position) continue;
      const left = lastTry - performance.now();
      if (left <= 0) throw new ReferenceBehind(`read to ${this.position}, asked for ${position}`);
      await this.parts.feed.wait(Math.min(left, IDLE_MS), { heard });
    }
  }

  /** Once for all: of two that began at two heads, the higher one would hide what lies between from the other. */
  private begin(): Promise<void> {
    return (this.beginning ??= this.readHead());
  }

  private async readHead(): Promise<void> {
    try {
      this.position = await this.parts.feed.headPosition();
    } catch (error) {
      this.beginning = undefined;
      throw error;
    }
  }

  private async load(tenantId: string): Promise<Published> {
    await this.begin();
    const published = new Published(tenantId);
    const { streams, head } = await this.streamsOf(tenantId);
    const read = await Promise.all(streams.map((streamId) => this.parts.ledger.read(tenantId, streamId)));
    // Streams are read one by one: what came after the head comes by the feed, in its order and without a hole.
    const events = read.flat().filter(({ meta }) => meta.position <= head);
    for (const event of events.toSorted((left, right) => left.meta.position - right.meta.position)) {
      await this.add(published, event);
    }
    return published;
  }

  /** Streams on which a tenant has published, and the head of the ledger at that moment: one statement, one snapshot. */
  private async streamsOf(tenantId: string): Promise<{ streams: readonly string[]; head: number }> {
    const rows = await this.parts.worker.query<{ kind: ReferenceKind; key: string; head: number | null }>(
      `select distinct kind, key, (select position from ledger.events order by position desc limit 1) as head
         from reference.document where tenant_id = $1 limit ${MAX_STREAMS}`,
      [tenantId],
    );
    if (rows.length === MAX_STREAMS) throw new RangeError(`${tenantId} publishes ${MAX_STREAMS} streams or more`);
    return { streams: rows.map(({ kind, key }) => referenceStream(tenantId, kind, key)), head: rows[0]?.head ?? 0 };
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        const { feed } = this.parts;
        // Tenants publish some times a day, and cases are written all the time: it reads to where the ledger ends now,
        // and not until nothing is left.
        const heard = feed.heard(referenceStreamTypes);
        await this.readTo(await feed.headPosition(), IDLE_MS);
        await feed.wait(IDLE_MS, { heard, signal, of: referenceStreamTypes });
      } catch {
        // The database is away, or slow; whoever needs what it holds is told by its own query.
        await pause(IDLE_MS, signal);
      }
    }
  }

  /** Reads on, once for all who wait. */
  private pull(): Promise<Pulled> {
    return (this.pulling ??= this.readPage().finally(() => (this.pulling = undefined)));
  }

  private async readPage(): Promise<Pulled> {
    await this.begin();
    // Before the read: who joined a read under way may know of an append that it does not show.
    const heard = this.parts.feed.heard();
    const page = await this.parts.feed.read(this.position);
    for (const event of page) {
      const tenant = referenceStreamTypes.has(event.streamType) ? this.tenants.get(event.tenantId) : undefined;
      if (tenant) await this.add(await tenant, event);
    }
    this.position = page.at(-1)?.meta.position ?? this.position;
    return { isAtHead: page.length === 0, heard };
  }

  private async add(published: Published, event: RecordedEvent): Promise<void> {
    if (published.has(event.meta.position)) return;
    if (!isReference(event)) return;
    const hash = 'contentHash' in event.data ? event.data.contentHash : undefined;
    published.add(event, hash === undefined ? undefined : await this.parts.contents.of(event.tenantId, hash));
  }
}
