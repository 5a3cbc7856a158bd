import { type RecordedEvent, streamName } from './recorded-event.js';
import type { Slots } from './slots.js';
import type { Handle } from './subscription.js';

export const MAX_STREAMS_AT_ONCE = 32;
/** So many waiting events of a stream are handed over together. */
const MAX_BATCH = 100;

/** Events under way, of one ordered source: each stream's one after another, as many streams at once as there are slots. */
export class OrderedWork<Place> {
  /** In the source's order, each with the place before it. */
  private readonly unfinished = new Map<RecordedEvent, Place>();
  private readonly queues = new Map<string, RecordedEvent[]>();
  private readonly running = new Set<Promise<void>>();
  private readonly ending = new AbortController();

  /** @param readPlace where the source is read on from */
  constructor(
    private readPlace: Place,
    private readonly handle: Handle,
    private readonly slots: Slots,
  ) {}

  /** Everything up to here is finished; what comes after it may be as well. */
  get place(): Place {
    const [lowest] = this.unfinished.values();
    return lowest ?? this.readPlace;
  }

  /** Up to where events were taken in. */
  get taken(): Place {
    return this.readPlace;
  }

  get unfinishedEvents(): number {
    return this.unfinished.size;
  }

  /** Takes in the next event of the source; `place` is the one after it. */
  accept(event: RecordedEvent, place: Place): void {
    this.unfinished.set(event, this.readPlace);
    this.readPlace = place;
    const name = streamName(event);
    const queue = this.queues.get(name);
    if (queue) return void queue.push(event);
    this.queues.set(name, [event]);
    const work: Promise<void> = this.slots.run(() => this.work(name)).finally(() => this.running.delete(work));
    this.running.add(work);
  }

  /** Passes over what is not to be handled. */
  skip(place: Place): void {
    this.readPlace = place;
  }

  /** Begins nothing further, and resolves when what is under way has ended. */
  async end(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running);
  }

  /** Handles a stream's events until none waits. */
  private async work(name: string): Promise<void> {
    const { signal } = this.ending;
    const queue = this.queues.get(name) ?? [];
    while (queue.length > 0 && !signal.aborted) {
      const finished = await this.handle(queue.slice(0, MAX_BATCH), signal);
      // What was not finished stays the lowest unfinished event: the place does not pass it.
      if (finished === 0) return;
      for (const event of queue.splice(0, finished)) this.unfinished.delete(event);
    }
    if (queue.length === 0) this.queues.delete(name);
  }
}
