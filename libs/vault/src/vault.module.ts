import { Database, Ledger, StreamMemory, StreamQueue, WorkerDatabase } from '@bihuan/event-store';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ErasureJournal } from './erasure-journal.js';
import { SubjectStore } from './subject-store.js';
import { TenantKeys } from './tenant-keys.js';
import { UnusedFiles } from './unused-files.js';
import { VaultErasure } from './vault-erasure.js';
import { VaultFiles } from './vault-files.js';
import { VaultReads } from './vault-reads.js';
import { Vault } from './vault.js';

export interface VaultOptions {
  readonly keys: TenantKeys;
  /** File outside the database that every restore replays. */
  readonly erasureJournal: string;
}

/** The vault, for every service of the process. */
@Global()
@Module({})
export class VaultModule {
  static with({ keys, erasureJournal }: VaultOptions): DynamicModule {
    const made = [
      { provide: TenantKeys, useValue: keys },
      { provide: Vault, useFactory: (database: Database) => new Vault(keys, database), inject: [Database] },
      { provide: VaultFiles, useFactory: (database: Database) => new VaultFiles(keys, database), inject: [Database] },
      {
        provide: VaultReads,
        useFactory: (database: Database, vault: Vault, files: VaultFiles) => new VaultReads(database, vault, files),
        inject: [Database, Vault, VaultFiles],
      },
      {
        provide: SubjectStore,
        useFactory: (ledger: Ledger, memory: StreamMemory, queue: StreamQueue) =>
          new SubjectStore(ledger, memory, queue),
        inject: [Ledger, StreamMemory, StreamQueue],
      },
      {
        provide: VaultErasure,
        useFactory: (database: Database, ledger: Ledger) =>
          new VaultErasure(database, new ErasureJournal(erasureJournal), ledger),
        inject: [Database, Ledger],
      },
    ];
    const unused = {
      provide: UnusedFiles,
      useFactory: (worker: WorkerDatabase, ledger: Ledger) => new UnusedFiles(worker, ledger),
      inject: [WorkerDatabase, Ledger],
    };
    return { module: VaultModule, providers: [...made, unused], exports: made.map(({ provide }) => provide) };
  }
}
