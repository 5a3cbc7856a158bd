import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningPostgres, startPostgres } from '@bihuan/embedded-postgres';

const LOOK_EVERY_MS = 500;
const BACKOFF_MS = { first: 1_000, most: 30_000 };

/** The embedded server under our supervision: one that dies by itself is started again, at the same address. */
export class WatchedPostgres {
  private readonly stopping = new AbortController();
  private watching: Promise<void> | undefined;

  private constructor(
    private readonly dir: string,
    private running: RunningPostgres,
    private readonly says: (what: string) => void,
  ) {}

  static async start(dir: string, says: (what: string) => void): Promise<WatchedPostgres> {
    const watched = new WatchedPostgres(dir, await startPostgres({ dir }), says);
    watched.watching = watched.watch();
    return watched;
  }

  get url(): string {
    return this.running.url;
  }

  /** Ends the server, after everything that uses it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    await this.running.stop();
  }

  private async watch(): Promise<void> {
    let pause = BACKOFF_MS.first;
    while (await this.goesOnAfter(LOOK_EVERY_MS)) {
      if (isAlive(this.running.pid)) continue;
      this.says('the embedded PostgreSQL has ended by itself; starting it again …');
      try {
        this.running = await startPostgres({ dir: this.dir, port: this.running.port });
        pause = BACKOFF_MS.first;
      } catch (error) {
        this.says(error instanceof Error ? error.message : String(error));
        await this.goesOnAfter(pause);
        pause = Math.min(pause * 2, BACKOFF_MS.most);
      }
    }
  }

  /** False as soon as it is to stop. */
  private async goesOnAfter(ms: number): Promise<boolean> {
    const { signal } = this.stopping;
    await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
    return !signal.aborted;
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
