import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger, WorkerDatabase } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SettleClocks } from './settle-clocks.decider.js';

const TICK_MS = 500;
const MAX_DUE = 200;
const MAX_AT_ONCE = 32;
/**
 * What a clock had to say at an instant is asked for again only after this: by then the board has read what was
 * written. A case that cannot be settled waits as long, and keeps no other from its turn.
 */
const AGAIN_AFTER_MS = 5_000;

interface DueClock {
  readonly tenant_id: string;
  readonly case_id: string;
  readonly clock_id: string;
  readonly next_at: string;
}

/** What was settled, and when in monotonic time. */
interface Settled {
  readonly clockId: string;
  readonly nextAt: string;
  readonly atMs: number;
}

/** Settles the clocks that warn or end by the time alone: asks the board what is due, twice a second. */
@Injectable()
export class SettleClocksTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(SettleClocksTimer.name);
  private readonly end = new AbortController();
  /** Oldest first. */
  private settled: Settled[] = [];
  private loop: Promise<void> | undefined;

  constructor(
    private readonly database: WorkerDatabase,
    private readonly ledger: Ledger,
    private readonly commands: CommandBus,
  ) {}

  onApplicationBootstrap(): void {
    this.loop ??= this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.end.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.end.signal.aborted) {
      const found = await this.tick().catch((error: unknown) => this.failed('what is due', error));
      // A full page says that more is due.
      if (found !== MAX_DUE) await sleep(TICK_MS, undefined, { signal: this.end.signal }).catch(() => undefined);
    }
  }

  /** Settles what is due by now, the longest due first, and answers how many clocks that were. */
  private async tick(): Promise<number> {
    const forgottenMs = performance.now() - AGAIN_AFTER_MS;
    this.settled = this.settled.filter(({ atMs }) => atMs > forgottenMs);
    const due = await this.due();
    const cases = Map.groupBy(due, ({ tenant_id: tenantId, case_id: caseId }) => `${tenantId} ${caseId}`).values();
    const worker = async (): Promise<void> => {
      for (const clocks of cases) {
        if (this.end.signal.aborted) return;
        await this.settle(clocks);
      }
    };
    await Promise.all(Array.from({ length: MAX_AT_ONCE }, worker));
    return due.length;
  }

  private due(): Promise<readonly DueClock[]> {
    const clockIds = this.settled.map(({ clockId }) => clockId);
    const instants = this.settled.map(({ nextAt }) => nextAt);
    // By the ledger's clock, which a test may have moved since the last tick.
    return this.database.query<DueClock>(DUE, [this.ledger.now(), clockIds, instants, MAX_DUE]);
  }

  /** All clocks of a case are one command. */
  private async settle(clocks: readonly DueClock[]): Promise<void> {
    const [first] = clocks;
    if (!first) return;
    const { tenant_id: tenantId, case_id: caseId } = first;
    const commandId = newId();
    const meta = {
      tenantId,
      actor: { kind: 'SYSTEM', ref: 'supervision.settle-clocks', role: 'SYSTEM' } as const,
      at: this.ledger.now(),
      commandId,
      correlationId: commandId.replaceAll('-', ''),
    };
    await this.commands
      .execute(new SettleClocks({ caseId }, meta))
      .catch((error: unknown) => this.failed(caseId, error));
    const atMs = performance.now();
    for (const { clock_id: clockId, next_at: nextAt } of clocks) this.settled.push({ clockId, nextAt, atMs });
  }

  private failed(what: string, error: unknown): void {
    this.log.error({ msg: `${what} could not be settled`, err: error });
  }
}

const DUE = `select tenant_id, case_id, clock_id, next_at from supervision.sla_board b
  where next_at <= $1
    and not exists (select from unnest($2::text[], $3::timestamptz[]) as s(clock_id, next_at)
                     where s.clock_id = b.clock_id and s.next_at = b.next_at)
  order by next_at limit $4`;
