/** Work that is done again and again in the background, one run at a time; a failed run is made up for by the next. */
export class Repeated {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<unknown>,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => {
      this.running = this.running.then(this.work).catch(() => undefined);
    }, this.everyMs);
    this.timer.unref();
  }

  /** Waits for the run that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
