import { isPassing } from './passing-fault.js';
import type { Watcher } from './watcher.js';
import { pause } from './within.js';

/** How long a reader waits for something new, or for a fault to pass, before it looks again. */
export const IDLE_MS = 1_000;

/** The life of a subscription in this process: held from start to stop, held again after a fault that passes. */
export class SubscriptionRun {
  /** Aborted when the run is to end, whoever says so. */
  private readonly ending = new AbortController();
  private stopReason: unknown;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly subscription: string,
    private readonly watcher: Pick<Watcher, 'stopped'>,
    /** Takes the subscription and follows it for as long as it can; begun anew while the run lasts. */
    private readonly hold: () => Promise<void>,
  ) {}

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  start(): void {
    this.loop ??= this.whileHeld();
  }

  /** Why it stands still for good; undefined while it does not. */
  trouble(): string | undefined {
    return this.stopReason === undefined ? undefined : `${this.subscription} has stopped`;
  }

  /** Lets what is under way end, and stops. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.loop;
  }

  /** The answer of some work; after a fault that nobody expected the run ends, and the answer is the other one. */
  async orGiveUp<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.giveUp(error);
      return otherwise;
    }
  }

  /** Ends the run for a fault that does not pass by itself; told once. */
  giveUp(error: unknown): void {
    if (this.stopReason !== undefined) return;
    this.stopReason = error;
    this.ending.abort();
    this.watcher.stopped(this.subscription, error);
  }

  private async whileHeld(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await this.hold();
      } catch (error) {
        // Once told to end, whatever broke off is no fault.
        if (isPassing(error) || this.signal.aborted) await pause(IDLE_MS, this.signal);
        else this.giveUp(error);
      }
    }
  }
}
