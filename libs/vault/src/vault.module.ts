import { Database, Ledger, StreamMemory, StreamQueue, WorkerDatabase } from '@bihuan/event-store';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ErasureJournal } from './erasure-journal.js';
import { SubjectStore } from './subject-store.js';
import { TenantKeys } from './tenant-keys.js';
import { UnusedFiles } from './unused-files.js';
import { VaultConnection } from './vault-connection.js';
import { VaultErasure } from './vault-erasure.js';
import { VaultFiles } from './vault-files.js';
import { VaultReads } from './vault-reads.js';
import { Vault } from './vault.js';

/** What the one process or service needs that opens the vault. */
export interface VaultKeeping {
  /** Login that opens, keeps and erases; absent where the process has one login for everything. */
  readonly url?: string;
  /** File outside the database that every restore replays. */
  readonly erasureJournal: string;
}

export interface VaultOptions {
  readonly keys: TenantKeys;
  /** Absent in a service that seals texts and names files, and opens nothing. */
  readonly keeping?: VaultKeeping;
}

/** The vault, for every service of the process: sealing for all, and opening where it is kept. */
@Global()
@Module({})
export class VaultModule {
  static with({ keys, keeping }: VaultOptions): DynamicModule {
    const sealing = [
      { provide: TenantKeys, useValue: keys },
      {
        provide: VaultConnection,
        useFactory: (own: Database) => new VaultConnection(own, keeping?.url),
        inject: [Database],
      },
      {
        provide: Vault,
        useFactory: ({ database }: VaultConnection) => new Vault(keys, database),
        inject: [VaultConnection],
      },
      {
        provide: VaultFiles,
        useFactory: ({ database }: VaultConnection) => new VaultFiles(keys, database),
        inject: [VaultConnection],
      },
    ];
    const opening = keeping === undefined ? [] : keeperOf(keeping);
    const made = [...sealing, ...opening];
    return { module: VaultModule, providers: made, exports: made.map(({ provide }) => provide) };
  }
}

const keeperOf = ({ erasureJournal }: VaultKeeping) => [
  {
    provide: VaultReads,
    useFactory: ({ database }: VaultConnection, vault: Vault, files: VaultFiles) =>
      new VaultReads(database, vault, files),
    inject: [VaultConnection, Vault, VaultFiles],
  },
  {
    provide: SubjectStore,
    useFactory: (ledger: Ledger, memory: StreamMemory, queue: StreamQueue) => new SubjectStore(ledger, memory, queue),
    inject: [Ledger, StreamMemory, StreamQueue],
  },
  {
    provide: VaultErasure,
    useFactory: ({ database }: VaultConnection, ledger: Ledger) =>
      new VaultErasure(database, new ErasureJournal(erasureJournal), ledger),
    inject: [VaultConnection, Ledger],
  },
  {
    provide: UnusedFiles,
    useFactory: (worker: WorkerDatabase, ledger: Ledger) => new UnusedFiles(worker, ledger),
    inject: [WorkerDatabase, Ledger],
  },
];
