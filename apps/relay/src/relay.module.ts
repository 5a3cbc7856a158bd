import { WorkerDatabase } from '@bihuan/event-store';
import { Callers, HealthChecks } from '@bihuan/platform';
import { databaseAnswers, noCallers } from '@bihuan/serving';
import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';

/** 转发: stands on the ledger as a worker, and answers health and metrics alone. */
@Module({})
export class RelayModule implements OnApplicationShutdown {
  constructor(
    health: HealthChecks,
    private readonly database: WorkerDatabase,
  ) {
    health.add('database', databaseAnswers(database));
  }

  static with(url: string): DynamicModule {
    const callers = { provide: Callers, useValue: noCallers };
    const database = { provide: WorkerDatabase, useFactory: () => new WorkerDatabase(url) };
    return { module: RelayModule, providers: [callers, database] };
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}
