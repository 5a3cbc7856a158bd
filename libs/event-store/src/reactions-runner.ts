import { Checkpoint, type Place, SAVE_AT_LEAST_MS, SAVE_MOVED_MS } from './checkpoint.js';
import type { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import { OrderedWork } from './ordered-work.js';
import type { Reaction } from './reaction.js';
import { type HandlerParts, ReactionHandler } from './reaction-handler.js';
import type { RecordedEvent } from './recorded-event.js';
import { IDLE_MS, SubscriptionRun } from './subscription-run.js';
import { within } from './within.js';

/** So many events wait behind one that cannot be handled; then the subscription stops: it is not the event. */
const MAX_BEHIND = 1_000;
/** So many events are unfinished; the feed is read no further until they are fewer. */
const MAX_UNFINISHED = 4_000;
const END_MS = 20_000;

/**
 * The one ordered reaction subscription of a service: each stream's events in order, up to 32 streams at once, at
 * least once. Its checkpoint is the lowest unfinished position, so a crash repeats and never skips.
 */
export class ReactionsRunner {
  private readonly checkpoint: Checkpoint;
  private readonly run: SubscriptionRun;
  private work: OrderedWork | undefined;
  private handler: ReactionHandler | undefined;

  constructor(
    private readonly subscription: string,
    private readonly reactions: readonly Reaction[],
    private readonly parts: HandlerParts & { readonly feed: Feed; readonly database: WorkerDatabase },
  ) {
    this.checkpoint = new Checkpoint(parts.database, subscription);
    this.run = new SubscriptionRun(subscription, parts.watcher, () => this.hold());
  }

  start(): void {
    this.run.start();
  }

  /** What keeps the service from being ready; undefined when all goes well. */
  trouble(): string | undefined {
    return this.run.trouble() ?? this.handler?.trouble();
  }

  /** Up to where every event has had its reactions. */
  get position(): number {
    return this.work?.place.position ?? 0;
  }

  /** Lets what is under way end, saves the place, and stops. */
  stop(): Promise<void> {
    return this.run.stop();
  }

  /** Handles what comes after the saved place for as long as the checkpoint is held. */
  private async hold(): Promise<void> {
    const { place } = await this.checkpoint.take();
    // Ends with the hold, not with the runner: after a lost checkpoint the same events are another process's.
    const letGo = new AbortController();
    const signal = AbortSignal.any([letGo.signal, this.run.signal]);
    const handler = new ReactionHandler(this.subscription, this.reactions, this.parts, signal);
    const work = new OrderedWork(place, (event, behind) => handler.handle(event, behind));
    this.handler = handler;
    this.work = work;
    try {
      await this.follow(work, place);
    } finally {
      letGo.abort();
      // What hangs is left behind: it is the same command again for whoever goes on, and adds nothing twice.
      await within(END_MS, work.end()).catch(() => undefined);
      this.handler = undefined;
    }
    await this.checkpoint.save(work.place);
  }

  private async follow(work: OrderedWork, place: Place): Promise<void> {
    let saved = { place, at: performance.now() };
    const { signal } = this.run;
    while (!signal.aborted) {
      const { heard } = this.parts.feed;
      const page = work.unfinishedEvents < MAX_UNFINISHED ? await this.parts.feed.read(work.readPosition) : [];
      for (const event of page) this.accept(work, event);
      const isMoved = work.place.position !== saved.place.position;
      if (performance.now() - saved.at > (isMoved ? SAVE_MOVED_MS : SAVE_AT_LEAST_MS)) {
        saved = { place: work.place, at: performance.now() };
        await this.checkpoint.save(saved.place);
      }
      if (page.length > 0) continue;
      const isQuiet = !isMoved && work.unfinishedEvents === 0;
      await this.parts.feed.wait(isQuiet ? IDLE_MS : SAVE_MOVED_MS, { heard, signal });
    }
  }

  private accept(work: OrderedWork, event: RecordedEvent): void {
    const waiting = work.accept(event);
    if (waiting > MAX_BEHIND && this.handler?.isFailing(event))
      this.run.giveUp(new Error(`more than ${MAX_BEHIND} events wait in ${event.streamId}`));
  }
}
