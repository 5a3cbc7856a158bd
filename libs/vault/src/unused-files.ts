import { type Ledger, Repeated, type WorkerDatabase } from '@bihuan/event-store';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { sweepFiles } from './vault-files.js';

const SWEEP_EVERY_MS = 60 * 60 * 1000;

/** Marks uploads that nobody used for seven days, and destroys them seven days later. */
export class UnusedFiles implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Repeated;

  constructor(database: WorkerDatabase, ledger: Ledger) {
    this.sweep = new Repeated(SWEEP_EVERY_MS, () => sweepFiles(database, ledger.now()));
  }

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweep.stop();
  }
}
