import { Attempts } from './attempts.js';
import type { DeadLetters } from './dead-letters.js';
import { LetterSweep } from './letter-sweep.js';
import type { Reacting } from './reactions.js';
import { type RecordedEvent, streamName } from './recorded-event.js';
import type { Handler } from './subscription.js';
import type { Watcher } from './watcher.js';

/**
 * Hands events to a service's reactions. Faults that pass are waited for, without end and without counting; an event
 * that cannot be handled becomes a dead letter, its stream waits behind it, and all else goes on.
 */
export class Delivery implements Handler {
  readonly isConcerned: Handler['isConcerned'];
  /** Streams that may wait behind a letter: a hint that is asked of the letter, and goes only when that has none waiting. */
  private readonly parked = new Set<string>();
  private readonly attempts: Attempts;
  private readonly sweep: LetterSweep;

  constructor(
    { react, isConcerned }: Reacting,
    private readonly letters: DeadLetters,
    private readonly watcher: Watcher,
    now = () => performance.now(),
  ) {
    this.isConcerned = isConcerned;
    this.attempts = new Attempts(react, letters.subscription, watcher, now);
    // A process that has never known a stream to wait has nothing to ask for.
    this.sweep = new LetterSweep(letters, this.attempts, { watcher, mayBeAny: () => this.parked.size > 0 });
  }

  /** Begins to try letters again when somebody wishes it. */
  start(): void {
    this.sweep.start();
  }

  stop(): Promise<void> {
    return this.sweep.stop();
  }

  /** Why letters are not tried again any more; undefined while they are. */
  trouble(): string | undefined {
    return this.sweep.trouble();
  }

  async begin(): Promise<void> {
    // Only added: what this process keeps through a rebalance goes on, and may open a letter while this is asked.
    for (const name of await this.letters.openStreams()) this.parked.add(name);
  }

  handle = async (events: readonly RecordedEvent[], signal: AbortSignal): Promise<number> => {
    const [event, ...behind] = events;
    if (!event) return 0;
    const isParked = await this.isParked(events, signal);
    if (isParked === undefined) return 0;
    if (isParked) return events.length;
    const outcome = await this.attempts.attempt(event, behind, { signal, isOurs: () => true });
    if (outcome === 'done') return 1;
    if (outcome === 'ended' || signal.aborted) return 0;
    return (await this.setAside(event, outcome.reason, signal)) ? 1 : 0;
  };

  /** Undefined when the signal came before the letter could be asked. */
  private async isParked(events: readonly RecordedEvent[], signal: AbortSignal): Promise<boolean | undefined> {
    const [event] = events;
    if (!event || !this.parked.has(streamName(event))) return false;
    const isParked = await this.attempts.patiently(event, () => this.letters.park(events), signal);
    if (isParked === false) this.parked.delete(streamName(event));
    return isParked;
  }

  private async setAside(event: RecordedEvent, reason: string, signal: AbortSignal): Promise<boolean> {
    const isWaiting = await this.attempts.patiently(event, () => this.letters.open(event, reason), signal);
    if (isWaiting === undefined) return false;
    if (isWaiting) {
      this.parked.add(streamName(event));
      this.watcher.parked(this.letters.subscription, event, reason);
    }
    return true;
  }
}
