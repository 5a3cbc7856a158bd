import type { Place } from './checkpoint.js';
import type { RecordedEvent } from './recorded-event.js';

const MAX_STREAMS_AT_ONCE = 32;

/** Handles one event, with those that wait behind it in its stream; false when it was not finished. */
export type Handle = (event: RecordedEvent, behind: readonly RecordedEvent[]) => Promise<boolean>;

/** The stream of an event, across tenants. */
export const streamOf = ({ tenantId, streamId }: RecordedEvent): string => `${tenantId} ${streamId}`;

/** Events under way: each stream's one after another, up to 32 streams at once. */
export class OrderedWork {
  /** In the ledger's order, each with the place before it. */
  private readonly unfinished = new Map<RecordedEvent, Place>();
  private readonly queues = new Map<string, RecordedEvent[]>();
  private readonly ready: string[] = [];
  private readonly running = new Set<Promise<void>>();
  private isEnding = false;

  constructor(
    private readPlace: Place,
    private readonly handle: Handle,
  ) {}

  /** Everything up to here is finished; what comes after it may be as well. */
  get place(): Place {
    const [lowest] = this.unfinished.values();
    return lowest ?? this.readPlace;
  }

  /** Position up to which events were taken in. */
  get readPosition(): number {
    return this.readPlace.position;
  }

  get unfinishedEvents(): number {
    return this.unfinished.size;
  }

  /** Takes in the next event of the ledger and tells how many wait in its stream. */
  accept(event: RecordedEvent): number {
    this.unfinished.set(event, this.readPlace);
    this.readPlace = { position: event.meta.position, eventId: event.meta.eventId };
    const name = streamOf(event);
    const queue = this.queues.get(name);
    if (queue) return queue.push(event);
    this.queues.set(name, [event]);
    this.ready.push(name);
    this.startReady();
    return 1;
  }

  /** Begins no further event, and resolves when those under way have ended. */
  async end(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.running);
  }

  private startReady(): void {
    while (this.running.size < MAX_STREAMS_AT_ONCE && !this.isEnding) {
      const name = this.ready.shift();
      if (name === undefined) return;
      const work: Promise<void> = this.work(name).finally(() => {
        this.running.delete(work);
        this.startReady();
      });
      this.running.add(work);
    }
  }

  /** Handles a stream's events until none waits. */
  private async work(name: string): Promise<void> {
    const queue = this.queues.get(name) ?? [];
    for (let next = queue[0]; next && !this.isEnding; next = queue[0]) {
      // What was not finished stays the lowest unfinished event: the place does not pass it.
      if (!(await this.handle(next, queue.slice(1)))) return;
      this.unfinished.delete(next);
      queue.shift();
    }
    if (queue.length === 0) this.queues.delete(name);
  }
}
