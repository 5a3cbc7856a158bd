import type { Attempts } from './attempts.js';
import type { DeadLetter, DeadLetters } from './dead-letters.js';
import { isPassing } from './passing-fault.js';
import type { Watcher } from './watcher.js';
import { pause } from './within.js';

const SWEEP_MS = 1_000;

/** Tries the letters of a subscription again, about a second after somebody wishes it. */
export class LetterSweep {
  private readonly ending = new AbortController();
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly letters: DeadLetters,
    private readonly attempts: Attempts,
    private readonly parts: { readonly watcher: Pick<Watcher, 'stopped'>; readonly mayBeAny: () => boolean },
  ) {}

  start(): void {
    this.sweeping ??= this.sweep();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      if (this.parts.mayBeAny()) await this.drainAll(signal).catch((error: unknown) => this.tellUnlessPassing(error));
      await pause(SWEEP_MS, signal);
    }
  }

  private tellUnlessPassing(error: unknown): void {
    if (!isPassing(error)) this.parts.watcher.stopped(`${this.letters.subscription} (dead letters)`, error);
  }

  private async drainAll(signal: AbortSignal): Promise<void> {
    for (let letter = await this.letters.claim(); letter; letter = await this.letters.claim()) {
      await this.drain(letter, signal);
      if (signal.aborted) return;
    }
  }

  /**
   * Handles the events of a letter in their order; the first that fails again is what it waits behind from then on. Ends
   * when another has claimed it meanwhile: it has gone further by now.
   */
  private async drain(letter: DeadLetter, signal: AbortSignal): Promise<void> {
    let handled = letter.wish === 'discarding' ? letter.version : letter.version - 1;
    const isOurs = () => this.letters.keep(letter, handled);
    while (await isOurs()) {
      const events = await this.letters.waiting(letter, handled);
      for (const [index, event] of events.entries()) {
        const outcome = await this.attempts.attempt(event, events.slice(index + 1), { signal, isOurs });
        if (outcome === 'ended') return;
        if (outcome !== 'done') return this.letters.failedAgain(letter, event, outcome.reason);
        handled = event.meta.version;
      }
      if (events.length === 0 && (await this.letters.close(letter, handled))) return;
    }
  }
}
