import { setTimeout as sleep } from 'node:timers/promises';
import { Checkpoint, type Place, SAVE_AT_LEAST_MS } from './checkpoint.js';
import type { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import { OrderedWork } from './ordered-work.js';
import { isPassing } from './passing-fault.js';
import type { Reaction } from './reaction.js';
import { type HandlerParts, ReactionHandler } from './reaction-handler.js';
import type { RecordedEvent } from './recorded-event.js';

/** So many events wait behind one that cannot be handled; then the subscription stops: it is not the event. */
const MAX_BEHIND = 1_000;
/** So many events are unfinished; the feed is read no further until they are fewer. */
const MAX_UNFINISHED = 4_000;
const SAVE_EVERY_MS = 200;
const IDLE_MS = 1_000;

/**
 * The one ordered reaction subscription of a service: each stream's events in order, up to 32 streams at once, at
 * least once. Its checkpoint is the lowest unfinished position, so a crash repeats and never skips.
 */
export class ReactionsRunner {
  private readonly checkpoint: Checkpoint;
  /** Aborted when the runner is to end, whoever says so. */
  private readonly ending = new AbortController();
  private work: OrderedWork | undefined;
  private handler: ReactionHandler | undefined;
  private stopReason: unknown;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly subscription: string,
    private readonly reactions: readonly Reaction[],
    private readonly parts: HandlerParts & { readonly feed: Feed; readonly database: WorkerDatabase },
  ) {
    this.checkpoint = new Checkpoint(parts.database, subscription);
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** What keeps the service from being ready; undefined when all goes well. */
  trouble(): string | undefined {
    return this.stopReason === undefined ? this.handler?.trouble() : `${this.subscription} has stopped`;
  }

  /** Up to where every event has had its reactions. */
  get position(): number {
    return this.work?.place.position ?? 0;
  }

  /** Lets what is under way end, saves the place, and stops. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        const { place } = await this.checkpoint.take();
        await this.hold(place);
      } catch (error) {
        if (isPassing(error)) await this.sleep(IDLE_MS);
        else this.giveUp(error);
      }
    }
  }

  /** Handles what comes after a place for as long as the checkpoint is held. */
  private async hold(place: Place): Promise<void> {
    // Ends with the hold, not with the runner: after a lost checkpoint the same events are another process's.
    const letGo = new AbortController();
    const signal = AbortSignal.any([letGo.signal, this.ending.signal]);
    const handler = new ReactionHandler(this.subscription, this.reactions, this.parts, signal);
    const work = new OrderedWork(place, (event, behind) => handler.handle(event, behind));
    this.handler = handler;
    this.work = work;
    try {
      await this.follow(work, place);
    } finally {
      letGo.abort();
      await work.end();
      this.handler = undefined;
    }
    await this.checkpoint.save(work.place);
  }

  private async follow(work: OrderedWork, place: Place): Promise<void> {
    let saved = { place, at: performance.now() };
    while (!this.ending.signal.aborted) {
      const { heard } = this.parts.feed;
      const page = work.unfinishedEvents < MAX_UNFINISHED ? await this.parts.feed.read(work.readPosition) : [];
      for (const event of page) this.accept(work, event);
      const isMoved = work.place.position !== saved.place.position;
      if (performance.now() - saved.at > (isMoved ? SAVE_EVERY_MS : SAVE_AT_LEAST_MS)) {
        saved = { place: work.place, at: performance.now() };
        await this.checkpoint.save(saved.place);
      }
      if (page.length > 0) continue;
      const isQuiet = !isMoved && work.unfinishedEvents === 0;
      await this.parts.feed.wait(isQuiet ? IDLE_MS : SAVE_EVERY_MS, { heard, signal: this.ending.signal });
    }
  }

  private accept(work: OrderedWork, event: RecordedEvent): void {
    const waiting = work.accept(event);
    if (waiting > MAX_BEHIND && this.handler?.isFailing(event))
      this.giveUp(new Error(`more than ${MAX_BEHIND} events wait in ${event.streamId}`));
  }

  private giveUp(error: unknown): void {
    if (this.stopReason !== undefined) return;
    this.stopReason = error;
    this.ending.abort();
    this.parts.watcher.stopped(this.subscription, error);
  }

  private async sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
