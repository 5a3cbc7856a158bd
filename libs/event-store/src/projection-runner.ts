import {
  BoundedMap,
  type DomainEvent,
  type Fold,
  foldStream,
  type StateProjection,
  type StreamState,
} from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import { Checkpoint, type Place, SAVE_AT_LEAST_MS, SAVE_MOVED_MS } from './checkpoint.js';
import type { WorkerDatabase } from './database.js';
import { earlierEvents } from './earlier-events.js';
import type { Feed } from './feed.js';
import { streamOf } from './ordered-work.js';
import { type Touched, writeRows } from './projection-rows.js';
import type { Watcher } from './watcher.js';
import type { RecordedEvent } from './recorded-event.js';
import { IDLE_MS, SubscriptionRun } from './subscription-run.js';

const REBUILD_MS = 600_000;
/** States of the streams that were touched last; a case is touched some 16 times in its life. */
const MAX_STATES = 5_000;
const BEGINNING: Place = { position: 0, eventId: undefined };

/** Rows of one table, and how the streams they come from are folded. */
export interface ProjectionPlan<State extends StreamState, Reads extends DomainEvent, Row extends object> {
  readonly projection: StateProjection<State, Row>;
  readonly fold: Fold<State, Reads>;
  readonly streamType: string;
}

/** The subscription of a table: `routing.unit_inbox` is kept by `routing.unit-inbox`. */
export const subscriptionOf = (table: string): string => table.replaceAll('_', '-');

/**
 * Keeps one table up to the ledger: reads a page, folds the streams it touches, writes their rows and the place in one
 * transaction. A crash repeats a page and changes nothing by it; poison stops it, for a table with a hole lies.
 */
export class ProjectionRunner<State extends StreamState, Reads extends DomainEvent, Row extends object> {
  private readonly states = new BoundedMap<State>(MAX_STATES);
  private readonly checkpoint: Checkpoint;
  private readonly run: SubscriptionRun;
  private place = BEGINNING;
  private saved = { place: BEGINNING, at: 0 };
  private isHolding = false;

  constructor(
    private readonly plan: ProjectionPlan<State, Reads, Row>,
    private readonly parts: {
      readonly feed: Feed;
      readonly database: WorkerDatabase;
      readonly upcast: Upcast;
      readonly watcher: Watcher;
    },
  ) {
    this.checkpoint = new Checkpoint(parts.database, this.subscription, plan.projection.version);
    this.run = new SubscriptionRun(this.subscription, parts.watcher, () => this.hold());
  }

  get subscription(): string {
    return subscriptionOf(this.plan.projection.table);
  }

  /** Up to where the table tells everything, as far as this process has kept it. */
  get position(): number {
    return this.place.position;
  }

  /** The same, whoever keeps the table: while this process stands by, it is what the holder has saved. */
  async reached(): Promise<number> {
    return this.isHolding ? this.position : this.checkpoint.savedPosition();
  }

  start(): void {
    this.run.start();
  }

  /** What keeps the table behind for good; undefined when all goes well. */
  trouble(): string | undefined {
    return this.run.trouble();
  }

  /** Lets the page under way end, saves the place, and stops. */
  stop(): Promise<void> {
    return this.run.stop();
  }

  private async hold(): Promise<void> {
    const { place, isOutdated } = await this.checkpoint.take();
    // After a lost transaction the states are ahead of the table.
    this.states.clear();
    // Before the table is emptied: nobody may take what an older version has made for what this one tells.
    this.place = isOutdated ? BEGINNING : place;
    this.isHolding = true;
    try {
      if (isOutdated) await this.beginAnew();
      await this.follow();
    } finally {
      this.isHolding = false;
    }
  }

  private async follow(): Promise<void> {
    this.isSaved();
    while (!this.run.signal.aborted) {
      if (await this.readPage()) this.isSaved();
      else if (performance.now() - this.saved.at > (this.isMoved ? SAVE_MOVED_MS : SAVE_AT_LEAST_MS)) await this.save();
    }
    if (this.isMoved) await this.save();
  }

  /** Whether the place is further than others know. */
  private get isMoved(): boolean {
    return this.place !== this.saved.place;
  }

  private async save(): Promise<void> {
    await this.checkpoint.save(this.place);
    this.isSaved();
  }

  private isSaved(): void {
    this.saved = { place: this.place, at: performance.now() };
  }

  private async beginAnew(): Promise<void> {
    await this.parts.database.transaction(async (client) => {
      // A large table takes longer than any query of a caller may.
      await client.query(`set local statement_timeout = ${REBUILD_MS}`);
      const everyRow = { text: `delete from ${this.plan.projection.table}`, query_timeout: REBUILD_MS };
      await client.query(everyRow);
      await this.checkpoint.save(BEGINNING, client);
    });
  }

  /** True when rows and place were written: a page that touches none of our streams moves the place in memory only. */
  private async readPage(): Promise<boolean> {
    const { feed } = this.parts;
    const { heard } = feed;
    const events = await feed.read(this.place.position);
    const last = events.at(-1);
    if (!last) {
      await feed.wait(this.isMoved ? SAVE_MOVED_MS : IDLE_MS, { heard, signal: this.run.signal });
      return false;
    }
    const touched = await this.foldPage(events.filter(({ streamType }) => streamType === this.plan.streamType));
    const place = { position: last.meta.position, eventId: last.meta.eventId };
    if (touched.length > 0) await this.write(touched, place);
    this.place = place;
    return touched.length > 0;
  }

  private async write(touched: readonly Touched<State>[], place: Place): Promise<void> {
    await this.parts.database.transaction(async (client) => {
      await writeRows(client, this.plan.projection, touched);
      await this.checkpoint.save(place, client);
    });
  }

  private async foldPage(events: readonly RecordedEvent[]): Promise<Touched<State>[]> {
    const streams = Map.groupBy(events, streamOf);
    const before = await this.statesBefore([...streams.values()].flatMap(([first]) => first ?? []));
    const touched: Touched<State>[] = [];
    for (const [name, own] of streams) {
      const [first] = own;
      const last = own.at(-1);
      if (!first || !last) continue;
      const initialState = before.get(name) ?? this.plan.fold.initialState;
      const state = foldStream({ ...this.plan.fold, initialState }, own);
      this.states.set(name, state);
      touched.push({ state, tenantId: first.tenantId, streamId: first.streamId, position: last.meta.position });
    }
    return touched;
  }

  /** States before the first events of a page; all taken before any is remembered, for that may push others out. */
  private async statesBefore(firsts: readonly RecordedEvent[]): Promise<Map<string, State>> {
    const states = new Map<string, State>();
    const unknown: RecordedEvent[] = [];
    for (const first of firsts) {
      const known = this.states.get(streamOf(first));
      if (known) states.set(streamOf(first), known);
      else if (first.meta.version > 1) unknown.push(first);
    }
    for await (const some of earlierEvents(this.parts, unknown)) {
      for (const [name, earlier] of some) states.set(name, foldStream(this.plan.fold, earlier));
    }
    return states;
  }
}
