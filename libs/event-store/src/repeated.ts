/** Work that is done again and again in the background, one run at a time; a failed run is made up for by the next. */
export class Repeated {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<unknown>,
  ) {}

  start(): void {
    // A run that takes longer, as when the database is away, is not followed by all those it has missed.
    this.timer ??= setInterval(() => {
      this.running ??= this.run();
    }, this.everyMs).unref();
  }

  /** Waits for the run that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    await this.work().catch(() => undefined);
    this.running = undefined;
  }
}
