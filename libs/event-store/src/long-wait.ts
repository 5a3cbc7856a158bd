const LONG_MS = 180_000;

/** A wait for faults to pass: tells once, with the fault it waits for, when that takes longer than three minutes. */
export class LongWait {
  private readonly since: number;
  private isTold = false;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly tell: (error: unknown) => void,
    private readonly now: () => number,
  ) {
    this.since = now();
  }

  /** It did not pass yet. */
  goesOn(error: unknown): void {
    if (this.isTold || this.now() - this.since < LONG_MS) return;
    this.isTold = true;
    this.tell(error);
  }
}
