import { ExpiredKeys, Ledger, SealKey, SealWriter, WorkerDatabase } from '@bihuan/event-store';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditOptions } from './audit.config.js';
import { CaseAsOfController } from './case-as-of/case-as-of.controller.js';
import { CaseEventsController } from './case-events/case-events.controller.js';
import { CaseProofController } from './case-proof/case-proof.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { FeedQueries } from './feed/feed.queries.js';
import { OpenFeeds } from './feed/open-feeds.handler.js';
import { SealLedgerTimer } from './seal-ledger/seal-ledger.timer.js';

export { AuditOptions } from './audit.config.js';
export { auditRefusals } from './domain/refusals.policy.js';

const sealWriter = {
  provide: SealWriter,
  inject: [AuditOptions, WorkerDatabase, Ledger],
  useFactory: async (
    { sealKeyFile, anchorFile }: AuditOptions,
    database: WorkerDatabase,
    ledger: Ledger,
  ): Promise<SealWriter> =>
    new SealWriter({ database, key: await SealKey.load(sealKeyFile), anchorFile, now: () => ledger.now() }),
};

const expiredKeys = {
  provide: ExpiredKeys,
  inject: [WorkerDatabase],
  useFactory: (database: WorkerDatabase) => new ExpiredKeys(database),
};

/** 审计回放: reads every case, and keeps the ledger: seals it, and sweeps the keys that have expired. */
@Module({
  controllers: [CaseAsOfController, CaseEventsController, CaseProofController, FeedController],
  providers: [FeedQueries, OpenFeeds, SealLedgerTimer, sealWriter, expiredKeys],
})
export class AuditModule {
  static with(options: AuditOptions): DynamicModule {
    return { module: AuditModule, providers: [{ provide: AuditOptions, useValue: options }] };
  }
}

/** None: it keeps no table, and reads the ledger's own. */
export const auditMigrations = [];
