import { Refusal } from '@bihuan/kernel';
import type { DeadLetter, DeadLetters } from './dead-letters.js';
import { codeOf } from './fault-code.js';
import { isPassing } from './passing-fault.js';
import type { React } from './reactions.js';
import { type RecordedEvent, streamName } from './recorded-event.js';
import type { Handler } from './subscription.js';
import { untilItPasses } from './until-it-passes.js';
import type { Watcher } from './watcher.js';
import { pause } from './within.js';

/** So often an event is tried before it is set aside; with the pauses in between that takes 1.5 s. */
const MAX_TRIES = 5;
const SWEEP_MS = 1_000;

/** What became of an event; `ended`: the signal came first. */
type Outcome = 'done' | 'ended' | { readonly reason: string };

/**
 * Hands events to a service's reactions. Faults that pass are waited for, without end and without counting; an event
 * that cannot be handled becomes a dead letter, its stream waits behind it, and all else goes on.
 */
export class Delivery implements Handler {
  /** Streams that may wait behind a letter: a hint that is asked of the letter, and goes only when that has none waiting. */
  private readonly parked = new Set<string>();
  private readonly ending = new AbortController();
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly react: React,
    private readonly letters: DeadLetters,
    private readonly watcher: Watcher,
  ) {}

  /** Begins to try letters again when somebody wishes it. */
  start(): void {
    this.sweeping ??= this.sweep();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.sweeping;
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
    const outcome = await this.attempt(event, behind, signal);
    if (outcome === 'done') return 1;
    if (outcome === 'ended' || signal.aborted) return 0;
    return (await this.setAside(event, outcome.reason, signal)) ? 1 : 0;
  };

  /** Undefined when the signal came before the letter could be asked. */
  private async isParked(events: readonly RecordedEvent[], signal: AbortSignal): Promise<boolean | undefined> {
    const [name] = events.map(streamName);
    if (name === undefined || !this.parked.has(name)) return false;
    const isParked = await untilItPasses(() => this.letters.park(events), signal);
    if (isParked === false) this.parked.delete(name);
    return isParked;
  }

  private async setAside(event: RecordedEvent, reason: string, signal: AbortSignal): Promise<boolean> {
    const isWaiting = await untilItPasses(() => this.letters.open(event, reason), signal);
    if (isWaiting === undefined) return false;
    if (isWaiting) {
      this.parked.add(streamName(event));
      this.watcher.parked(this.letters.subscription, event, reason);
    }
    return true;
  }

  /** Tries until it succeeds, the signal comes, or the event is found to be at fault. */
  private async attempt(event: RecordedEvent, behind: readonly RecordedEvent[], signal: AbortSignal): Promise<Outcome> {
    let failures = 0;
    const answered = await untilItPasses<Outcome>(async () => {
      try {
        await this.react(event, behind);
        return 'done';
      } catch (error) {
        // A lost race or a database that is away says nothing about the event.
        if (isPassing(error)) throw error;
        failures += 1;
        this.watcher.failed(this.letters.subscription, event, error);
        // What a rule refuses it refuses again.
        return error instanceof Refusal || failures === MAX_TRIES ? { reason: reasonOf(error) } : undefined;
      }
    }, signal);
    return answered ?? 'ended';
  }

  private async sweep(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      // A process that has never known a stream to wait has nothing to ask for.
      if (this.parked.size > 0) await this.drainAll(signal).catch((error: unknown) => this.tellUnlessPassing(error));
      await pause(SWEEP_MS, signal);
    }
  }

  private tellUnlessPassing(error: unknown): void {
    if (!isPassing(error)) this.watcher.stopped(`${this.letters.subscription} (dead letters)`, error);
  }

  private async drainAll(signal: AbortSignal): Promise<void> {
    for (let letter = await this.letters.claim(); letter; letter = await this.letters.claim()) {
      await this.drain(letter, signal);
      if (signal.aborted) return;
    }
  }

  /** Handles the events of a letter in their order; the first that fails again is what it waits behind from then on. */
  private async drain(letter: DeadLetter, signal: AbortSignal): Promise<void> {
    let handled = letter.wish === 'discard' ? letter.version : letter.version - 1;
    for (;;) {
      const events = await this.letters.waiting(letter, handled);
      for (const [index, event] of events.entries()) {
        const outcome = await this.attempt(event, events.slice(index + 1), signal);
        if (outcome === 'ended') return;
        if (outcome !== 'done') return this.letters.failedAgain(letter, event, outcome.reason);
        handled = event.meta.version;
      }
      if (events.length === 0 && (await this.letters.close(letter, handled))) return;
    }
  }
}

/** A code: nothing that a message may name is kept. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  const name = error instanceof Error ? error.name : 'Error';
  const code = codeOf(error);
  return code === '' ? name : `${name}.${code}`;
}
