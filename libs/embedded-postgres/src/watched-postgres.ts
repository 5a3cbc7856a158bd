import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningPostgres } from './running-postgres.js';
import { type KeptPostgres, startPostgres } from './start-postgres.js';

const LOOK_EVERY_MS = 500;
const BACKOFF_MS = { first: 1_000, most: 30_000 };

/** The embedded server under our supervision: one that dies by itself is started again, at the same address. */
export class WatchedPostgres {
  private readonly stopping = new AbortController();
  private watching: Promise<void> | undefined;
  private readonly options: KeptPostgres;
  private running: RunningPostgres;
  private readonly says: (what: string) => void;

  private constructor(options: KeptPostgres, running: RunningPostgres, says: (what: string) => void) {
    this.options = options;
    this.running = running;
    this.says = says;
  }

  /** `says` hears of each time it was started again, and of why it could not be. */
  static async start(options: KeptPostgres, says: (what: string) => void): Promise<WatchedPostgres> {
    const watched = new WatchedPostgres(options, await startPostgres(options), says);
    watched.watching = watched.watch();
    return watched;
  }

  /** Whether this process has started it; else it belongs to another, which ends it. */
  get isOwner(): boolean {
    return this.running.isOwner;
  }

  get port(): number {
    return this.running.port;
  }

  get pid(): number {
    return this.running.pid;
  }

  /** Of its superuser. */
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
        this.running = await startPostgres({ ...this.options, port: this.running.port });
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
