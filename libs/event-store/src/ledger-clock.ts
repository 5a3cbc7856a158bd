import { type Clock } from '@bihuan/kernel';

/**
 * Database time as this process knows it: its own monotonic clock plus a measured offset. A jump of the machine's wall
 * clock does not reach it, and no query is needed to tell the time.
 */
export class LedgerClock implements Clock {
  private offsetMs = Date.now() - performance.now();
  private latestMs = 0;

  now(): string {
    return new Date(this.nowMs()).toISOString();
  }

  /** Milliseconds since 1970; never less than an earlier answer. */
  nowMs(): number {
    this.latestMs = Math.max(this.latestMs, Math.floor(performance.now() + this.offsetMs));
    return this.latestMs;
  }

  /** Measures the offset by one question to the database; half its duration is the error. */
  async measure(ask: () => Promise<number>): Promise<void> {
    const before = performance.now();
    const databaseMs = await ask();
    this.offsetMs = databaseMs - (before + performance.now()) / 2;
    // Only a clock that went back by more than an error of measurement may tell an earlier time than before.
    if (this.latestMs - databaseMs > MAX_ERROR_MS) this.latestMs = 0;
  }
}

const MAX_ERROR_MS = 1_000;
