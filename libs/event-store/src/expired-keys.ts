import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { WorkerDatabase } from './database.js';
import { Repeated } from './repeated.js';

const SWEEP_EVERY_MS = 60_000;
/** At 2,000 commands a second some 120,000 keys expire a minute; a batch takes some milliseconds. */
const BATCH = 5_000;
/** One process sweeps at a time: two would meet at the same rows. Who finds the lock taken has nothing to do. */
const SWEEP_LOCK = '7239, 4';

/** Removes idempotency keys whose 72 hours are over, so that their table stays as large as three days of commands. */
export class ExpiredKeys implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep = new Repeated(SWEEP_EVERY_MS, () => this.remove());

  constructor(private readonly database: WorkerDatabase) {}

  /** @returns how many were removed */
  async remove(): Promise<number> {
    let removed = 0;
    for (let batch = BATCH; batch === BATCH; removed += batch) {
      const rows = await this.database.query(
        `delete from ledger.keys where (select pg_try_advisory_xact_lock(${SWEEP_LOCK})) and (tenant_id, key) in (
           select tenant_id, key from ledger.keys where expires_at < (select ledger.now()) order by expires_at limit ${BATCH})
         returning 1 as removed`,
      );
      batch = rows.length;
    }
    return removed;
  }

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweep.stop();
  }
}
