import { type RunningPostgres, startPostgres } from '@bihuan/embedded-postgres';

const LOOK_EVERY_MS = 500;

/** The embedded server under our supervision: one that dies by itself is started again, at the same address. */
export class KeptPostgres {
  private timer: NodeJS.Timeout | undefined;
  private starting: Promise<void> = Promise.resolve();
  private isStopping = false;

  private constructor(
    private readonly dir: string,
    private running: RunningPostgres,
    private readonly says: (what: string) => void,
  ) {}

  static async start(dir: string, says: (what: string) => void): Promise<KeptPostgres> {
    const kept = new KeptPostgres(dir, await startPostgres({ dir }), says);
    kept.timer = setInterval(() => {
      kept.starting = kept.starting.then(() => kept.look());
    }, LOOK_EVERY_MS);
    kept.timer.unref();
    return kept;
  }

  get url(): string {
    return this.running.url;
  }

  /** Ends the server, after everything that uses it. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.starting;
    await this.running.stop();
  }

  private async look(): Promise<void> {
    if (this.isStopping || isAlive(this.running.pid)) return;
    this.says('the embedded PostgreSQL has ended by itself; starting it again …');
    try {
      this.running = await startPostgres({ dir: this.dir, port: this.running.port });
    } catch (error) {
      this.says(error instanceof Error ? error.message : String(error));
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
