import type { DomainEvent, Fold, StateProjection, StreamState } from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import { Checkpoint, type Place, SAVE_AT_LEAST_MS, SAVE_MOVED_MS } from './checkpoint.js';
import type { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import { FoldedStreams } from './folded-streams.js';
import { PagesAhead } from './pages-ahead.js';
import { changesOf, type Touched } from './projection-rows.js';
import type { Watcher } from './watcher.js';
import { IDLE_MS, SubscriptionRun } from './subscription-run.js';

const REBUILD_MS = 600_000;
/** Far behind the head so many streams are folded before they are written: some 100,000 events of a busy county. */
const MAX_WAITING = 5_000;
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
 * Keeps one table up to the ledger: folds the streams that a page touches, writes their rows and the place
 * together. At the head each page is written at once; far behind it many are folded before, and folded on while they
 * are written. A crash repeats what was not written and changes nothing by it; poison stops it, for a table with a hole
 * lies.
 */
export class ProjectionRunner<State extends StreamState, Reads extends DomainEvent, Row extends object> {
  private readonly streams: FoldedStreams<State, Reads>;
  private readonly checkpoint: Checkpoint;
  private readonly run: SubscriptionRun;
  /** Up to where the table tells everything. */
  private place = BEGINNING;
  /** Up to where the streams are folded. */
  private readPlace = BEGINNING;
  private writing = Promise.resolve();
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
    this.streams = new FoldedStreams(plan.fold, parts);
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

  /** Lets what is being written end, saves the place, and stops. */
  stop(): Promise<void> {
    return this.run.stop();
  }

  private async hold(): Promise<void> {
    const { place, isOutdated } = await this.checkpoint.take();
    // After a lost transaction the states are ahead of the table.
    this.streams.clear();
    // Before the table is emptied: nobody may take what an older version has made for what this one tells.
    this.place = isOutdated ? BEGINNING : place;
    this.readPlace = this.place;
    this.writing = Promise.resolve();
    this.isHolding = true;
    try {
      if (isOutdated) await this.beginAnew();
      await this.follow();
    } finally {
      this.isHolding = false;
    }
  }

  private async follow(): Promise<void> {
    const pages = new PagesAhead(this.parts.feed);
    this.isSaved();
    try {
      while (!this.run.signal.aborted) await this.readOn(pages);
    } finally {
      // What is under way must not end after what is begun anew.
      await this.writing;
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
      await this.checkpoint.save(BEGINNING, { client });
    });
  }

  private async readOn(pages: PagesAhead): Promise<void> {
    const isAtHead = await this.readPage(pages);
    if (!isAtHead && this.streams.waiting < MAX_WAITING && !this.isDue(SAVE_AT_LEAST_MS)) return;
    await this.write();
    if (isAtHead) await this.writing;
  }

  private isDue(ms: number): boolean {
    return performance.now() - this.saved.at > ms;
  }

  /** Once what was begun before is written, begins to write what waits; without any the place moves in memory only. */
  private async write(): Promise<void> {
    await this.writing;
    const touched = this.streams.takeWaiting();
    if (touched.length === 0) {
      this.place = this.readPlace;
      if (this.isDue(this.isMoved ? SAVE_MOVED_MS : SAVE_AT_LEAST_MS)) await this.save();
      return;
    }
    this.writing = this.writeRows(touched, this.readPlace);
    // Whoever waits for it hears of a fault; until then it must not end the process.
    this.writing.catch(() => undefined);
  }

  private async writeRows(touched: readonly Touched<State>[], place: Place): Promise<void> {
    const changes = changesOf(this.plan.projection, touched);
    if (changes.length === 1) await this.checkpoint.save(place, { change: changes[0] });
    else
      await this.parts.database.transaction(async (client) => {
        for (const change of changes) await this.checkpoint.save(place, { change, client });
      });
    this.place = place;
    this.isSaved();
  }

  /** Whether the page was the last there is, for now. */
  private async readPage(pages: PagesAhead): Promise<boolean> {
    const { feed } = this.parts;
    const heard = feed.heard();
    const { events, isAtHead } = await pages.after(this.readPlace.position);
    const last = events.at(-1);
    if (!last) {
      await feed.wait(this.isMoved ? SAVE_MOVED_MS : IDLE_MS, { heard, signal: this.run.signal });
      return true;
    }
    await this.streams.add(events.filter(({ streamType }) => streamType === this.plan.streamType));
    this.readPlace = { position: last.meta.position, eventId: last.meta.eventId };
    return isAtHead;
  }
}
