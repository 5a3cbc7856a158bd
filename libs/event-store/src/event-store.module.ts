import { type DynamicModule, Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { EventCatalogue, Upcast } from './catalogue.js';
import { Database, WorkerDatabase } from './database.js';
import { Feed } from './feed.js';
import { Ledger } from './ledger.js';
import type { Watcher } from './reaction-handler.js';
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
  static with({ url, workerUrl, catalogue, upcast, watcher }: EventStoreOptions): DynamicModule {
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
          useFactory: (worker: WorkerDatabase, ledger: Ledger) => new Feed(worker, upcast, ledger),
          inject: [WorkerDatabase, Ledger],
        },
        { provide: StreamMemory, useFactory: (ledger: Ledger) => new StreamMemory(ledger), inject: [Ledger] },
        StreamQueue,
        {
          provide: Runners,
          useFactory: (feed: Feed, database: WorkerDatabase, ledger: Ledger, commands: CommandBus) =>
            new Runners({ feed, database, ledger, commands, watcher, upcast }),
          inject: [Feed, WorkerDatabase, Ledger, CommandBus],
        },
        Connections,
      ],
      exports: [...exported, CqrsModule],
    };
  }
}
