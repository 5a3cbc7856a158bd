import {
  type DynamicModule,
  Global,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { EventCatalogue, Upcast } from './catalogue.js';
import { Database, WorkerDatabase } from './database.js';
import { EpochWatch } from './epoch-watch.js';
import { Feed } from './feed.js';
import { Ledger } from './ledger.js';
import type { SubscriptionParts, Subscriptions } from './subscription.js';
import { LedgerSubscriptions } from './tail-subscription.js';
import type { Watcher } from './watcher.js';
import { Runners } from './runners.js';
import { StreamMemory } from './stream-memory.js';
import { StreamQueue } from './stream-queue.js';

export interface EventStoreOptions {
  /** Login that appends and reads one tenant at a time. */
  readonly url: string;
  /** Login that reads all tenants in the background. */
  readonly workerUrl: string;
  readonly catalogue: EventCatalogue;
  readonly upcast: Upcast;
  /** Hears of what fails in the background. */
  readonly watcher: Watcher;
  /** Names the program: each build tries once what others have failed at. */
  readonly build: string;
  /** The ledger was taken back under this process, which must begin anew. */
  readonly wentBack: (epoch: number) => void;
  /** Where the events of reactions come from; the ledger itself unless told. */
  readonly subscriptions?: (parts: SubscriptionParts) => Subscriptions;
}

/** Ends the process when the ledger was taken back under it. */
@Injectable()
class WatchedEpoch implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly watch: EpochWatch) {}

  onApplicationBootstrap(): Promise<void> {
    return this.watch.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.watch.stop();
  }
}

/** Connections end last: what stops before them may still append. */
@Injectable()
class Connections implements OnApplicationShutdown {
  constructor(
    private readonly ledger: Ledger,
    private readonly feed: Feed,
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.ledger.close();
    await this.feed.close();
    await Promise.all([this.database.close(), this.worker.close()]);
  }
}

/** The ledger of the process and all that reads it; one lane, one feed, one memory of streams, for every service. */
@Global()
@Module({})
export class EventStoreModule {
  static with({
    url,
    workerUrl,
    catalogue,
    upcast,
    watcher,
    build,
    wentBack,
    ...told
  }: EventStoreOptions): DynamicModule {
    const subscribing = told.subscriptions ?? ((parts) => new LedgerSubscriptions(parts));
    const exported = [Database, WorkerDatabase, Ledger, Feed, StreamMemory, StreamQueue, Runners];
    return {
      module: EventStoreModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: Database, useFactory: () => new Database(url) },
        { provide: WorkerDatabase, useFactory: () => new WorkerDatabase(workerUrl) },
        {
          provide: Ledger,
          useFactory: (database: Database) => new Ledger({ database, catalogue, upcast, appendUrl: url }),
          inject: [Database],
        },
        {
          provide: Feed,
          useFactory: (worker: WorkerDatabase, ledger: Ledger) => new Feed(worker, upcast, { ledger }),
          inject: [WorkerDatabase, Ledger],
        },
        { provide: StreamMemory, useFactory: (ledger: Ledger) => new StreamMemory(ledger), inject: [Ledger] },
        StreamQueue,
        {
          provide: Runners,
          useFactory: (feed: Feed, database: WorkerDatabase, ledger: Ledger, commands: CommandBus) => {
            const subscriptions = subscribing({ feed, database, watcher, upcast });
            return new Runners({ feed, database, ledger, commands, watcher, upcast, subscriptions, build });
          },
          inject: [Feed, WorkerDatabase, Ledger, CommandBus],
        },
        {
          provide: EpochWatch,
          useFactory: (worker: WorkerDatabase) => new EpochWatch(worker, wentBack),
          inject: [WorkerDatabase],
        },
        WatchedEpoch,
        Connections,
      ],
      exports: [...exported, CqrsModule],
    };
  }
}
