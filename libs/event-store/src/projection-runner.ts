import { setTimeout as sleep } from 'node:timers/promises';
import { type DomainEvent, type Fold, foldStream, type StateProjection, type StreamState } from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import { Checkpoint, type Place, SAVE_AT_LEAST_MS } from './checkpoint.js';
import type { WorkerDatabase } from './database.js';
import { EVENT_COLUMNS, type EventRow, recordedFrom } from './event-row.js';
import type { Feed } from './feed.js';
import { streamOf } from './ordered-work.js';
import { isPassing } from './passing-fault.js';
import { type Touched, writeRows } from './projection-rows.js';
import type { Watcher } from './reaction-handler.js';
import type { RecordedEvent } from './recorded-event.js';

const IDLE_MS = 1_000;
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
  private readonly states = new Map<string, State>();
  private readonly checkpoint: Checkpoint;
  /** Aborted when the runner is to end, whoever says so. */
  private readonly ending = new AbortController();
  private place = BEGINNING;
  private stopReason: unknown;
  private loop: Promise<void> | undefined;

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
  }

  get subscription(): string {
    return subscriptionOf(this.plan.projection.table);
  }

  /** Up to where the table tells everything. */
  get position(): number {
    return this.place.position;
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** What keeps the table behind for good; undefined when all goes well. */
  trouble(): string | undefined {
    return this.stopReason === undefined ? undefined : `${this.subscription} has stopped`;
  }

  /** Lets the page under way end, saves the place, and stops. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (isPassing(error)) await sleep(IDLE_MS, undefined, { signal }).catch(() => undefined);
        else this.giveUp(error);
      }
    }
  }

  private async follow(): Promise<void> {
    const { place, isOutdated } = await this.checkpoint.take();
    // After a lost transaction the states are ahead of the table.
    this.states.clear();
    this.place = place;
    if (isOutdated) await this.beginAnew();
    let saved = { place: this.place, at: performance.now() };
    while (!this.ending.signal.aborted) {
      const isWritten = await this.readPage();
      const isDue = !isWritten && performance.now() - saved.at > SAVE_AT_LEAST_MS;
      if (isDue) await this.checkpoint.save(this.place);
      if (isDue || isWritten) saved = { place: this.place, at: performance.now() };
    }
    if (saved.place !== this.place) await this.checkpoint.save(this.place);
  }

  private async beginAnew(): Promise<void> {
    await this.parts.database.transaction(async (client) => {
      // A large table takes longer than any query of a caller may.
      await client.query(`set local statement_timeout = ${REBUILD_MS}`);
      const everyRow = { text: `delete from ${this.plan.projection.table}`, query_timeout: REBUILD_MS };
      await client.query(everyRow);
      await this.checkpoint.save(BEGINNING, client);
    });
    this.place = BEGINNING;
  }

  /** True when rows and place were written: a page that touches none of our streams moves the place in memory only. */
  private async readPage(): Promise<boolean> {
    const { feed } = this.parts;
    const { heard } = feed;
    const events = await feed.read(this.place.position);
    const last = events.at(-1);
    if (!last) {
      await feed.wait(IDLE_MS, { heard, signal: this.ending.signal });
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
    const touched: Touched<State>[] = [];
    for (const [name, own] of Map.groupBy(events, streamOf)) {
      const [first] = own;
      const last = own.at(-1);
      if (!first || !last) continue;
      const before = this.states.get(name) ?? (await this.stateBefore(first));
      const state = foldStream({ ...this.plan.fold, initialState: before }, own);
      this.remember(name, state);
      touched.push({ state, tenantId: first.tenantId, streamId: first.streamId, position: last.meta.position });
    }
    return touched;
  }

  private async stateBefore({ tenantId, streamId, meta }: RecordedEvent): Promise<State> {
    if (meta.version === 1) return this.plan.fold.initialState;
    const rows = await this.parts.database.query<EventRow>(
      `select ${EVENT_COLUMNS} from ledger.events
        where tenant_id = $1 and stream_id = $2 and version < $3 order by version`,
      [tenantId, streamId, meta.version],
    );
    return foldStream(
      this.plan.fold,
      rows.map((row) => recordedFrom(row, this.parts.upcast)),
    );
  }

  private remember(name: string, state: State): void {
    this.states.delete(name);
    this.states.set(name, state);
    const [oldest] = this.states.keys();
    if (this.states.size > MAX_STATES && oldest !== undefined) this.states.delete(oldest);
  }

  private giveUp(error: unknown): void {
    this.stopReason = error;
    this.ending.abort();
    this.parts.watcher.stopped(this.subscription, error);
  }
}
