import { Ledger } from '@bihuan/event-store';
import { TestClock, TestClockController } from '@bihuan/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule, type AuditOptions } from '../../audit/src/audit.module.js';
import { FeedbackModule } from '../../feedback/src/feedback.module.js';
import { IntakeModule } from '../../intake/src/intake.module.js';
import { RoutingModule } from '../../routing/src/routing.module.js';
import { SupervisionModule } from '../../supervision/src/supervision.module.js';
import { LedgerTestClock } from './test-clock.js';

export { everyMigration } from './migrations.js';

export interface StandaloneOptions {
  readonly audit: AuditOptions;
  /** Login that may move the ledger's clock; absent without the test clock. */
  readonly clockUrl?: string;
}

const testClockOver = (adminUrl: string) => ({
  provide: TestClock,
  useFactory: (ledger: Ledger) => new LedgerTestClock(adminUrl, ledger),
  inject: [Ledger],
});

/** Every service in one process: the very modules that run apart elsewhere. */
@Module({ imports: [IntakeModule, RoutingModule, SupervisionModule, FeedbackModule] })
export class StandaloneModule {
  static with({ audit, clockUrl }: StandaloneOptions): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [AuditModule.with(audit)],
      ...(clockUrl === undefined ? {} : { controllers: [TestClockController], providers: [testClockOver(clockUrl)] }),
    };
  }
}
