import { upcast } from '@bihuan/case';
import { CaseStoreModule } from '@bihuan/case-store';
import { Database, EventStoreModule, Ledger, Runners, WorkerDatabase } from '@bihuan/event-store';
import { ApiKeyTable, buildName, Callers, HealthChecks, TestClock, TestClockController } from '@bihuan/platform';
import { TenantKeys, VaultModule } from '@bihuan/vault';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule, AuditOptions } from '../../audit/src/audit.module.js';
import { FeedbackModule } from '../../feedback/src/feedback.module.js';
import { IntakeModule } from '../../intake/src/intake.module.js';
import { RoutingModule } from '../../routing/src/routing.module.js';
import { SupervisionModule } from '../../supervision/src/supervision.module.js';
import { backgroundLog } from './background-log.js';
import { catalogue } from './migrations.js';
import { wentBack } from './went-back.js';
import { LedgerTestClock } from './test-clock.js';

export interface StandaloneOptions {
  readonly url: string;
  readonly workerUrl: string;
  readonly keys: TenantKeys;
  readonly sealKeyFile: string;
  readonly anchorFile: string;
  readonly erasureJournal: string;
  /** Login that may move the ledger's clock; absent without the test clock. */
  readonly clockUrl?: string;
}

/** Where audit keeps what it seals with. */
@Module({})
class AuditSettings {}

const testClockOver = (adminUrl: string) => ({
  provide: TestClock,
  useFactory: (ledger: Ledger) => new LedgerTestClock(adminUrl, ledger),
  inject: [Ledger],
});

/** Every service in one process: the very modules that run apart elsewhere. */
@Module({ imports: [IntakeModule, RoutingModule, SupervisionModule, FeedbackModule, AuditModule] })
export class StandaloneModule {
  constructor(runners: Runners, health: HealthChecks, database: WorkerDatabase) {
    health.add('background', () => runners.trouble());
    health.add('database', async () => {
      await database.query('select 1');
      return undefined;
    });
  }

  static with(options: StandaloneOptions): DynamicModule {
    const { url, workerUrl, keys, erasureJournal, clockUrl } = options;
    const testClock = clockUrl === undefined ? [] : [testClockOver(clockUrl)];
    const auditOptions = new AuditOptions(options.sealKeyFile, options.anchorFile);
    const callers = (database: Database): Callers => ({
      findKey: (publicId) => new ApiKeyTable(database).find(publicId),
      bodyKey: (tenantId) => keys.hmacKey(tenantId, 'idempotency'),
    });
    return {
      module: StandaloneModule,
      imports: [
        EventStoreModule.with({
          url,
          workerUrl,
          catalogue,
          upcast,
          watcher: backgroundLog,
          build: buildName(),
          wentBack,
        }),
        VaultModule.with({ keys, erasureJournal }),
        CaseStoreModule,
        {
          module: AuditSettings,
          global: true,
          providers: [{ provide: AuditOptions, useValue: auditOptions }],
          exports: [AuditOptions],
        },
      ],
      controllers: clockUrl === undefined ? [] : [TestClockController],
      providers: [{ provide: Callers, useFactory: callers, inject: [Database] }, ...testClock],
      exports: [Callers],
    };
  }
}
