import { Checkpoint, type Place, SAVE_AT_LEAST_MS, SAVE_MOVED_MS } from './checkpoint.js';
import { MAX_STREAMS_AT_ONCE, OrderedWork } from './ordered-work.js';
import { Slots } from './slots.js';
import type { Handle, Handler, Subscription, SubscriptionParts, Subscriptions } from './subscription.js';
import { IDLE_MS, SubscriptionRun } from './subscription-run.js';
import { within } from './within.js';

/** So many events are unfinished; the feed is read no further until they are fewer. */
const MAX_UNFINISHED = 4_000;
const END_MS = 20_000;

type TailParts = Pick<SubscriptionParts, 'feed' | 'database' | 'watcher'>;

/** Subscriptions on the ledger itself, for all services of one process. */
export class LedgerSubscriptions implements Subscriptions {
  constructor(private readonly parts: TailParts) {}

  open(name: string, handler: Handler): TailSubscription {
    return new TailSubscription(name, handler, this.parts);
  }
}

/** A subscription that follows the ledger's feed; its checkpoint is the lowest unfinished position. */
export class TailSubscription implements Subscription {
  private readonly checkpoint: Checkpoint;
  private readonly run: SubscriptionRun;
  private work: OrderedWork<Place> | undefined;

  constructor(
    name: string,
    private readonly handler: Handler,
    private readonly parts: TailParts,
  ) {
    this.checkpoint = new Checkpoint(parts.database, name);
    this.run = new SubscriptionRun(name, parts.watcher, () => this.hold());
  }

  start(): void {
    this.run.start();
  }

  trouble(): string | undefined {
    return this.run.trouble();
  }

  /** Up to where every event was handled. */
  get position(): number {
    return this.work?.place.position ?? 0;
  }

  stop(): Promise<void> {
    return this.run.stop();
  }

  /** Handles what comes after the saved place for as long as the checkpoint is held. */
  private async hold(): Promise<void> {
    const { place } = await this.checkpoint.take();
    await this.handler.begin();
    // Its signal ends with the hold, not with the run: after a lost checkpoint the same events are another process's.
    const handle: Handle = (events, signal) => this.run.orGiveUp(() => this.handler.handle(events, signal), 0);
    const work = new OrderedWork(place, handle, new Slots(MAX_STREAMS_AT_ONCE));
    this.work = work;
    try {
      await this.follow(work, place);
    } finally {
      // What hangs is left behind: it is the same command again for whoever goes on, and adds nothing twice.
      await within(END_MS, work.end()).catch(() => undefined);
    }
    await this.checkpoint.save(work.place);
  }

  private async follow(work: OrderedWork<Place>, place: Place): Promise<void> {
    let saved = { place, at: performance.now() };
    const { feed } = this.parts;
    const { signal } = this.run;
    while (!signal.aborted) {
      const heard = feed.heard();
      const page = work.unfinishedEvents < MAX_UNFINISHED ? await feed.read(work.taken.position) : [];
      for (const event of page) {
        const at = { position: event.meta.position, eventId: event.meta.eventId };
        if (this.handler.isConcerned(event)) work.accept(event, at);
        else work.skip(at);
      }
      const isMoved = work.place.position !== saved.place.position;
      if (performance.now() - saved.at > (isMoved ? SAVE_MOVED_MS : SAVE_AT_LEAST_MS)) {
        saved = { place: work.place, at: performance.now() };
        await this.checkpoint.save(saved.place);
      }
      if (page.length > 0) continue;
      const isQuiet = !isMoved && work.unfinishedEvents === 0;
      await feed.wait(isQuiet ? IDLE_MS : SAVE_MOVED_MS, { heard, signal });
    }
  }
}
