import { createHash } from 'node:crypto';
import {
  Database,
  Feed,
  idOf,
  Ledger,
  noHead,
  type RecordedEvent,
  VersionConflict,
  WorkerDatabase,
} from '@bihuan/event-store';
import { canonicalJson, type CommandMeta } from '@bihuan/kernel';
import {
  examine,
  kinds,
  type Problem,
  type Publication,
  type PublishedDocument,
  referenceCatalogue,
  type ReferenceData,
  type ReferenceEvent,
  type ReferenceHistory,
  type ReferenceKind,
} from '@bihuan/reference';
import { civilDateOf } from '@bihuan/working-time';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { isReference, Published, referenceStreamTypes } from './published.js';

const IDLE_MS = 1_000;
const MAX_DOCUMENTS = 10_000;

/** What became of a publication: its fact, or all that forbids it. */
export type PublicationOutcome =
  { readonly event: RecordedEvent; readonly problems: readonly [] } | { readonly problems: readonly Problem[] };

interface NewVersion {
  readonly kind: ReferenceKind;
  readonly key: string;
  readonly contentHash: string;
  readonly fact: (publication: Publication) => ReferenceEvent;
  readonly validFrom: string | undefined;
}

/** Stream of a kind: its id is made of tenant, type and key, so that every process finds it. */
export const referenceStream = (tenantId: string, kind: ReferenceKind, key: string): string =>
  `${kinds[kind].streamType}-${idOf(`${tenantId}/${kinds[kind].streamType}/${key}`)}`;

/**
 * Hands out what a tenant has in force, and publishes it. A person's command is decided on what is in force now; a
 * reaction on what was in force for its event, so that two processes, or a late one, resolve the same terms.
 */
@Injectable()
export class ReferenceStore implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly tenants = new Map<string, Promise<Published>>();
  private position: number | undefined;
  private isStopping = false;
  private following: Promise<void> | undefined;
  private pulling: Promise<void> | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
    private readonly feed: Feed,
  ) {}

  /** What is in force at this moment. */
  async inForce(tenantId: string): Promise<ReferenceData> {
    return (await this.published(tenantId)).inForceAt(this.ledger.now());
  }

  /** What was in force for events up to a position; waits until everything published before it is known here. */
  async historyThrough(tenantId: string, position: number): Promise<ReferenceHistory> {
    const published = await this.published(tenantId);
    while ((this.position ?? 0) < position)
      await (this.pulling ??= this.pull().finally(() => (this.pulling = undefined)));
    return published;
  }

  /** Every version of a stream, oldest first. */
  async versionsOf(tenantId: string, kind: ReferenceKind, key: string): Promise<readonly PublishedDocument[]> {
    return (await this.published(tenantId)).versionsOf(kind, key);
  }

  /** Publishes a new version as a whole: every row is checked, and any fault forbids all of it. */
  async publish(
    kind: ReferenceKind,
    body: unknown,
    validFrom: string | undefined,
    meta: CommandMeta,
  ): Promise<PublicationOutcome> {
    const { tenantId } = meta;
    const known = await this.inForce(tenantId);
    const examined = examine(kind, body, known);
    if (examined.content === undefined) return { problems: examined.problems };
    const text = canonicalJson(examined.content);
    const contentHash = createHash('sha256').update(text).digest('hex');
    await this.database.query(
      tenantId,
      `insert into reference.document (tenant_id, content_hash, kind, content) values ($1, $2, $3, $4) on conflict do nothing`,
      [tenantId, contentHash, kind, text],
    );
    const document = { kind, key: examined.key, contentHash, fact: examined.fact, validFrom };
    for (let tries = 1; ; tries += 1) {
      try {
        return { event: await this.appendFact(document, known, meta), problems: [] };
      } catch (error) {
        if (!(error instanceof VersionConflict) || tries === MAX_TRIES) throw error;
      }
    }
  }

  onApplicationBootstrap(): void {
    this.following ??= this.follow();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.following;
  }

  private async appendFact(
    { kind, key, contentHash, fact, validFrom }: NewVersion,
    { settings }: ReferenceData,
    meta: CommandMeta,
  ): Promise<RecordedEvent> {
    const { tenantId } = meta;
    const streamId = referenceStream(tenantId, kind, key);
    const before = (await this.ledger.read(tenantId, streamId)).at(-1);
    const head = before ? { version: before.meta.version, hash: before.hash } : noHead;
    const recordedAt = this.ledger.now();
    const publication = { version: head.version + 1, contentHash, today: civilDateOf(recordedAt, settings), validFrom };
    const facts = [{ ...fact(publication), classification: 'INTERNAL' as const }];
    const [event] = await this.ledger.append({
      service: kinds[kind].owner,
      parts: [{ streamId, head, facts }],
      recordedAt,
      meta,
      sealed: [],
      keys: [],
    });
    if (!event) throw new Error('an append answers its events');
    await this.historyThrough(tenantId, event.meta.position);
    return event;
  }

  private published(tenantId: string): Promise<Published> {
    const known = this.tenants.get(tenantId);
    if (known) return known;
    const loading = this.load(tenantId);
    this.tenants.set(tenantId, loading);
    loading.catch(() => this.tenants.delete(tenantId));
    return loading;
  }

  private async load(tenantId: string): Promise<Published> {
    // Before the tenant is read: what is published meanwhile comes by the feed as well, and is known by its position.
    this.position ??= await this.feed.headPosition();
    const published = new Published(tenantId);
    const rows = await this.worker.query<{ stream_id: string }>(
      `select distinct stream_id from ledger.events where tenant_id = $1 and type = any ($2::text[]) and version = 1 limit ${MAX_DOCUMENTS}`,
      [tenantId, Object.keys(referenceCatalogue)],
    );
    const streams = await Promise.all(rows.map(({ stream_id: streamId }) => this.ledger.read(tenantId, streamId)));
    const events = streams.flat().toSorted((left, right) => left.meta.position - right.meta.position);
    for (const event of events) await this.add(published, event);
    return published;
  }

  private async follow(): Promise<void> {
    while (!this.isStopping) {
      try {
        const before = this.position;
        await (this.pulling ??= this.pull().finally(() => (this.pulling = undefined)));
        if (this.position === before) await this.feed.wait(IDLE_MS);
      } catch {
        // The database is away; whoever needs what it holds is told by its own query.
        await this.feed.wait(IDLE_MS);
      }
    }
  }

  private async pull(): Promise<void> {
    this.position ??= await this.feed.headPosition();
    const page = await this.feed.read(this.position);
    for (const event of page) {
      const tenant = referenceStreamTypes.has(event.streamType) ? this.tenants.get(event.tenantId) : undefined;
      if (tenant) await this.add(await tenant, event);
    }
    this.position = page.at(-1)?.meta.position ?? this.position;
  }

  private async add(published: Published, event: RecordedEvent): Promise<void> {
    if (published.has(event.meta.position)) return;
    if (!isReference(event)) return;
    const hash = 'contentHash' in event.data ? event.data.contentHash : undefined;
    published.add(event, hash === undefined ? undefined : await this.contentOf(event.tenantId, hash));
  }

  private async contentOf(tenantId: string, contentHash: string): Promise<unknown> {
    const [row] = await this.database.query<{ content: unknown }>(
      tenantId,
      'select content from reference.document where tenant_id = $1 and content_hash = $2',
      [tenantId, contentHash],
    );
    if (!row) throw new Error(`what ${contentHash} names is not there`);
    return row.content;
  }
}

const MAX_TRIES = 10;
