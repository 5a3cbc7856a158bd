import { SealWriter } from '@bihuan/event-store';
import { HealthChecks } from '@bihuan/platform';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** 封存: seals the ledger within a second of each append, for as long as the process runs. */
@Injectable()
export class SealLedgerTimer implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly writer: SealWriter,
    private readonly health: HealthChecks,
  ) {}

  onApplicationBootstrap(): void {
    // Its own words may name files and hosts, and anybody may read the health page.
    this.health.add('seals', () => (this.writer.trouble() === undefined ? undefined : 'the ledger cannot be sealed'));
    this.writer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.stop();
  }
}
