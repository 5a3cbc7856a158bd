import {
  Database,
  decideOn,
  Feed,
  Ledger,
  StreamMemory,
  StreamQueue,
  type Subject,
  WorkerDatabase,
} from '@bihuan/event-store';
import type { CommandMeta, Decided, Decider } from '@bihuan/kernel';
import {
  type DocumentOf,
  examine,
  kinds,
  type Publishable,
  type PublishedFact,
  PublishVersion,
  publishVersion,
  type ReferenceData,
  type ReferenceEvent,
  type ReferenceHistory,
  type ReferenceKind,
  versionsFold,
  type VersionsState,
} from '@bihuan/reference';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Contents } from './contents.js';
import { RowsRefused } from './errors.js';
import { FollowedTenants } from './followed-tenants.js';
import type { Published } from './published.js';
import { referenceStream } from './reference-stream.js';

/** Half of what a request may take: an answer in time, and the caller asks again. */
const MAX_WAIT_MS = 5_000;

/** What somebody wants to publish, as a whole. */
export interface NewVersion {
  readonly kind: ReferenceKind;
  /** Of the stream: `default`, a listId, a calendarId, a codeSystem; the content says the same. */
  readonly key: string;
  readonly content: unknown;
  /** First day; undefined is at once. */
  readonly validFrom?: string | undefined;
}

/** The rule of a publication; `publishVersion`, or that within what its caller demands beside. */
export type PublishingRule = Decider<PublishVersion, VersionsState, ReferenceEvent, Publishable>;

/**
 * Hands out what a tenant has in force, and publishes it. A person's command is decided on what is in force now; a
 * reaction on what was in force for its event, so that two processes, or a late one, resolve the same terms.
 */
@Injectable()
export class ReferenceStore implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly contents: Contents;
  private readonly memory: StreamMemory;
  private readonly queue = new StreamQueue();
  private readonly tenants: FollowedTenants;

  constructor(
    private readonly ledger: Ledger,
    database: Database,
    worker: WorkerDatabase,
    private readonly feed: Feed,
  ) {
    this.contents = new Contents(database);
    this.memory = new StreamMemory(ledger);
    this.tenants = new FollowedTenants({ ledger, worker, feed, contents: this.contents });
  }

  /** What is in force at this moment; another process's publication is known here within some 200 ms. */
  async inForce(tenantId: string): Promise<ReferenceData> {
    return (await this.tenants.of(tenantId)).inForceAt(this.ledger.now());
  }

  /**
   * What was in force for events up to a position; waits until everything published before it is known here.
   * @throws ReferenceBehind when it is not within `withinMs`
   */
  async historyThrough(tenantId: string, position: number, withinMs = MAX_WAIT_MS): Promise<ReferenceHistory> {
    const published = await this.tenants.of(tenantId);
    await this.tenants.readTo(position, withinMs);
    return published;
  }

  /** Every version of a stream, oldest first. */
  async versionsOf<Name extends ReferenceKind>(
    tenantId: string,
    kind: Name,
    key: string,
  ): Promise<readonly DocumentOf<Name>[]> {
    return (await this.upToNow(tenantId)).versionsOf(kind, key);
  }

  /** That of them which is in force at this moment; undefined when none is, or another list is. */
  async versionInForce<Name extends ReferenceKind>(
    tenantId: string,
    kind: Name,
    key: string,
  ): Promise<DocumentOf<Name> | undefined> {
    return (await this.upToNow(tenantId)).versionInForceAt(kind, key, this.ledger.now());
  }

  /**
   * Publishes a new version as a whole: every row is checked, and any fault forbids all of it. In force here once
   * answered.
   * @throws RowsRefused with every fault
   * @throws Refusal, KeyReused, StreamBusy or LedgerUnavailable
   */
  async publish(
    { kind, key, content, validFrom }: NewVersion,
    meta: CommandMeta,
    rule: PublishingRule = publishVersion,
  ): Promise<Decided<VersionsState>> {
    const { tenantId } = meta;
    const subject: Subject<VersionsState, PublishedFact, Publishable> = {
      streamId: referenceStream(tenantId, kind, key),
      service: kinds[kind].owner,
      fold: versionsFold,
      // Asked for after a replay was looked for: a repeat is answered though the rows would be refused by now.
      reference: () => this.publishable(tenantId, { kind, key, content }),
      classify: () => 'INTERNAL',
      statusVersion: () => 0,
    };
    const command = new PublishVersion({ validFrom }, meta);
    const asked = { ledger: this.ledger, memory: this.memory };
    const decided = await this.queue.run(subject.streamId, () => decideOn(asked, subject, rule, command));
    await this.historyThrough(tenantId, decided.position);
    return decided;
  }

  onApplicationBootstrap(): void {
    this.tenants.follow();
  }

  onModuleDestroy(): Promise<void> {
    return this.tenants.stop();
  }

  /** With everything that any process has published by now: who publishes or looks it up has just asked another. */
  private async upToNow(tenantId: string): Promise<Published> {
    const published = await this.tenants.of(tenantId);
    await this.tenants.readTo(await this.feed.headPosition(), MAX_WAIT_MS);
    return published;
  }

  /** Held against what is in force, then written: a fact never names what is not there. */
  private async publishable(tenantId: string, { kind, key, content }: NewVersion): Promise<Publishable> {
    const known = (await this.upToNow(tenantId)).inForceAt(this.ledger.now());
    const examined = examine(kind, content, known);
    if (examined.content === undefined) throw new RowsRefused(examined.faults);
    if (examined.key !== key) throw new RangeError(`a content of ${examined.key} is not one of ${key}`);
    const contentHash = await this.contents.keep(tenantId, { kind, key }, examined.content);
    return { fact: examined.fact, contentHash, settings: known.settings };
  }
}
