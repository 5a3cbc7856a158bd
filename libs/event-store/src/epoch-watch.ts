import type { WorkerDatabase } from './database.js';
import { pause } from './within.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Hears when the ledger was taken back under a running process (`bihuan epoch`): what the process remembers of streams
 * and of the tail may never have happened, so it must begin anew.
 */
export class EpochWatch {
  private readonly ending = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly database: WorkerDatabase,
    private readonly wentBack: (epoch: number) => void,
  ) {}

  /** @throws what the database throws: a process that cannot know its epoch does not start */
  async start(): Promise<void> {
    const epoch = await this.epoch();
    this.loop ??= this.watch(epoch);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.loop;
  }

  private async watch(began: number): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await pause(LOOK_EVERY_MS, signal);
      // A database that is away is asked again.
      const epoch = await this.epoch().catch(() => began);
      if (epoch === began || signal.aborted) continue;
      this.wentBack(epoch);
      return;
    }
  }

  private async epoch(): Promise<number> {
    const [row] = await this.database.query<{ epoch: number }>('select max(epoch) as epoch from ledger.epochs');
    return row?.epoch ?? 1;
  }
}
