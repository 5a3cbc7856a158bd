import type { RecordedEvent } from './recorded-event.js';

/** Some 20 MB: every reader of this process that is near the head is served from here, so a page is read once. */
const MAX_KEPT = 10_000;

/** The newest events of the ledger, in order and without a hole. */
export class Tail {
  private kept: RecordedEvent[] = [];
  /** Every event after this position, up to `last`, is kept; undefined until it begins. */
  private from: number | undefined;

  /** Position up to which everything is known. */
  get last(): number {
    return this.kept.at(-1)?.meta.position ?? this.from ?? 0;
  }

  begin(head: number): void {
    this.from = head;
  }

  /** Whether a reader at this position needs what comes after the tail. */
  isBehind(position: number): boolean {
    return this.from !== undefined && position >= this.last;
  }

  /** Events after a position; undefined when the tail does not reach back so far. */
  after(position: number, limit: number): readonly RecordedEvent[] | undefined {
    if (this.from === undefined || position < this.from) return undefined;
    const first = firstAfter(this.kept, position);
    return this.kept.slice(first, first + limit);
  }

  /** Events of an append of this process: only where they follow on, for another may have appended before it. */
  hear(events: readonly RecordedEvent[]): void {
    if (this.from !== undefined && events[0]?.meta.position === this.last + 1) this.add(events);
  }

  /** Events as the ledger tells them after `last`; what was heard since it was asked is kept already. */
  add(events: readonly RecordedEvent[]): void {
    const { last } = this;
    this.kept.push(...events.filter(({ meta }) => meta.position > last));
    if (this.kept.length < MAX_KEPT * 2) return;
    const gone = this.kept.splice(0, this.kept.length - MAX_KEPT);
    this.from = gone.at(-1)?.meta.position ?? this.from;
  }
}

/** Index of the first event after a position, by halving. */
function firstAfter(events: readonly RecordedEvent[], after: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.meta.position ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
