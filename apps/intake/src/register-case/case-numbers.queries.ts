import { Database, Ledger } from '@bihuan/event-store';
import { ReferenceStore } from '@bihuan/reference-store';
import { civilDateOf } from '@bihuan/working-time';
import { Injectable } from '@nestjs/common';

/** So many serials a process takes at a time; what it has not used when it stops is a gap, and gaps are allowed. */
const BLOCK = 100;

interface Block {
  next: number;
  readonly end: number;
}

/** 一案一码: tenant code, civil date, and six digits that no other case of that day has. */
@Injectable()
export class CaseNumbers {
  private readonly blocks = new Map<string, Promise<Block>>();

  constructor(
    private readonly database: Database,
    private readonly references: ReferenceStore,
    private readonly ledger: Ledger,
  ) {}

  /** A number of today, by the tenant's calendar. */
  async next(tenantId: string): Promise<string> {
    const { settings } = await this.references.inForce(tenantId);
    const { tenantCode } = settings;
    const day = civilDateOf(this.ledger.now(), settings);
    const name = `${tenantId} ${day}`;
    for (;;) {
      const reserved = this.blocks.get(name) ?? this.reserve(tenantId, day, name);
      const block = await reserved;
      if (block.next < block.end)
        return `${tenantCode}${day.replaceAll('-', '')}${String(block.next++).padStart(6, '0')}`;
      // Whoever comes first takes the next block; the others find it here.
      if (this.blocks.get(name) === reserved) this.blocks.delete(name);
    }
  }

  private reserve(tenantId: string, day: string, name: string): Promise<Block> {
    const reserved = this.database
      .query<{ first: number }>(tenantId, 'select intake.reserve_case_serials($1, $2) as first', [day, BLOCK])
      .then(([row]) => ({ next: row?.first ?? 1, end: (row?.first ?? 1) + BLOCK }));
    for (const other of this.blocks.keys()) if (other.startsWith(`${tenantId} `)) this.blocks.delete(other);
    this.blocks.set(name, reserved);
    reserved.catch(() => this.blocks.delete(name));
    return reserved;
  }
}
