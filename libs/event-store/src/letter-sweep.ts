import type { Attempts } from './attempts.js';
import type { DeadLetter, DeadLetters } from './dead-letters.js';
import { SubscriptionRun } from './subscription-run.js';
import type { Watcher } from './watcher.js';
import { pause } from './within.js';

const SWEEP_MS = 1_000;

/** Tries the letters of a subscription again, about a second after somebody wishes it. */
export class LetterSweep {
  private readonly run: SubscriptionRun;

  constructor(
    private readonly letters: DeadLetters,
    private readonly attempts: Attempts,
    private readonly parts: { readonly watcher: Pick<Watcher, 'stopped'>; readonly mayBeAny: () => boolean },
  ) {
    this.run = new SubscriptionRun(`${letters.subscription} (dead letters)`, parts.watcher, () => this.sweep());
  }

  start(): void {
    this.run.start();
  }

  stop(): Promise<void> {
    return this.run.stop();
  }

  /** Why letters are not tried again any more; undefined while they are. */
  trouble(): string | undefined {
    return this.run.trouble();
  }

  private async sweep(): Promise<void> {
    const { signal } = this.run;
    if (this.parts.mayBeAny()) await this.drainAll(signal);
    await pause(SWEEP_MS, signal);
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
