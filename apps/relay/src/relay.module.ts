import { EpochWatch, Feed, type Watcher, WorkerDatabase } from '@bihuan/event-store';
import { type FaultWatcher, kafkaClient, type KafkaOptions, Relays, type Replication } from '@bihuan/messaging';
import { Callers, HealthChecks, Metrics } from '@bihuan/platform';
import { databaseAnswers, noCallers, wentBack } from '@bihuan/serving';
import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ledgerTopics } from './ledger-topics/ledger-topics.handler.js';
import { showProgress } from './show-progress/show-progress.handler.js';
import { unitTopics } from './unit-topics/unit-topics.handler.js';

export interface RelayOptions {
  /** Its login: it reads all tenants and answers no caller. */
  readonly url: string;
  readonly kafka: KafkaOptions;
  readonly replication: Replication;
  readonly watcher: Pick<Watcher, 'stopped'> & FaultWatcher;
}

/** Units and services wait for what comes through here; each look costs the brokers and every consumer a fetch, too. */
const LOOK_EVERY_MS = 25;

/** Connections of the relays' own: two read, and one of each saves. */
const CONNECTIONS = 4;

/** Payloads go out as they are stored: who reads them brings them to the shape it knows. */
const asStored = (_: string, __: number, data: unknown): unknown => data;

/** What the relays stand on; of its own, also where all services are one process. */
class RelayDatabase extends WorkerDatabase {}

/** 转发: copies the ledger to Kafka. */
@Module({})
export class RelayModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly relays: Relays,
    private readonly database: RelayDatabase,
    health: HealthChecks,
    metrics: Metrics,
  ) {
    health.add('relays', () => relays.trouble());
    showProgress(relays, database, metrics.registry);
  }

  static with({ url, kafka: options, replication, watcher }: RelayOptions): DynamicModule {
    const relays = (database: RelayDatabase): Relays => {
      const kafka = kafkaClient(options);
      const feed = new Feed(database, asStored, { lookEveryMs: LOOK_EVERY_MS });
      const parts = { kafka, watcher, database, replication, feed };
      return new Relays([ledgerTopics, unitTopics(parts)], parts);
    };
    return {
      module: RelayModule,
      providers: [
        { provide: RelayDatabase, useFactory: () => new RelayDatabase(url, CONNECTIONS) },
        { provide: Relays, useFactory: relays, inject: [RelayDatabase] },
      ],
      exports: [RelayDatabase],
    };
  }

  onApplicationBootstrap(): void {
    this.relays.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.relays.stop();
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

/** The relay as a process of its own: it answers health and metrics alone. */
@Module({})
class RelayAlone implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly epoch: EpochWatch;

  constructor(database: RelayDatabase, health: HealthChecks) {
    health.add('database', databaseAnswers(database));
    this.epoch = new EpochWatch(database, wentBack);
  }

  onApplicationBootstrap(): Promise<void> {
    return this.epoch.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.epoch.stop();
  }
}

export const relayAlone = (options: RelayOptions): DynamicModule => ({
  module: RelayAlone,
  imports: [RelayModule.with(options)],
  providers: [{ provide: Callers, useValue: noCallers }],
});
