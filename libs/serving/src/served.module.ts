import { upcast } from '@bihuan/case';
import { CaseStoreModule } from '@bihuan/case-store';
import { Database, EventStoreModule, Runners, type SubscriptionParts, WorkerDatabase } from '@bihuan/event-store';
import { kafkaClient, type KafkaOptions, KafkaSubscriptions } from '@bihuan/messaging';
import { buildName, Callers, HealthChecks } from '@bihuan/platform';
import { type TenantKeys, type VaultKeeping, VaultModule } from '@bihuan/vault';
import { type DynamicModule, Module } from '@nestjs/common';
import { backgroundLog } from './background-log.js';
import { callersOf } from './callers.js';
import { databaseAnswers } from './database-answers.js';
import { houseCatalogue } from './house.js';
import { wentBack as endAndBeginAnew } from './went-back.js';

/** The services of a process, and what they stand on. */
export interface ServedOptions {
  readonly services: NonNullable<DynamicModule['imports']>;
  /** Login that appends and reads one tenant at a time. */
  readonly url: string;
  /** Login that reads all tenants in the background. */
  readonly workerUrl: string;
  readonly keys: TenantKeys;
  /** Where the vault is opened; absent in a process that only seals. */
  readonly keeping?: VaultKeeping;
  /** The broker between services apart; absent where reactions hear of events from the ledger itself. */
  readonly kafka?: KafkaOptions;
  /** Hears when the ledger was taken back; unless told, the process ends. */
  readonly wentBack?: (epoch: number) => void;
}

/** One service or all of them in one process: the very same modules, on a ledger, a vault and the cases between them. */
@Module({})
export class ServedModule {
  constructor(runners: Runners, health: HealthChecks, database: WorkerDatabase) {
    health.add('background', () => runners.trouble());
    health.add('database', databaseAnswers(database));
  }

  static with({ services, url, workerUrl, keys, keeping, kafka, ...told }: ServedOptions): DynamicModule {
    const subscriptions =
      kafka &&
      ((parts: SubscriptionParts) =>
        new KafkaSubscriptions({ ...parts, kafka: kafkaClient(kafka), watcher: backgroundLog }));
    return {
      module: ServedModule,
      imports: [
        EventStoreModule.with({
          url,
          workerUrl,
          upcast,
          wentBack: told.wentBack ?? endAndBeginAnew,
          catalogue: houseCatalogue,
          watcher: backgroundLog,
          build: buildName(),
          ...(subscriptions ? { subscriptions } : {}),
        }),
        VaultModule.with({ keys, ...(keeping === undefined ? {} : { keeping }) }),
        CaseStoreModule,
        ...services,
      ],
      providers: [
        { provide: Callers, useFactory: (database: Database) => callersOf(database, keys), inject: [Database] },
      ],
      exports: [Callers],
    };
  }
}
