import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { connectionOf } from '@bihuan/event-store';
import { Client } from 'pg';
import type { Reached } from '../domain/reach-ledger.handler.js';

/** No reader can have come so far beyond what we know of: it would have to miss a million events. */
const BEYOND = 1_000_000;

export interface Raised {
  readonly epoch: number;
  /** Positions go on after this one. */
  readonly position: number;
}

/**
 * Says that the ledger was taken back (a restore, a promotion, a logical copy): cursors of the epoch before are refused,
 * and no position is ever given twice.
 */
export async function raiseEpoch({ adminUrl, anchorFile }: Reached): Promise<Raised> {
  const anchored = await lastAnchored(anchorFile);
  const admin = new Client({ ...connectionOf(adminUrl), options: '-c timezone=UTC' });
  await admin.connect();
  try {
    await admin.query('set role bihuan_owner');
    await admin.query('begin');
    // The lock of `ledger.append`: nobody draws a position meanwhile.
    await admin.query('select pg_advisory_xact_lock(7239, 1)');
    const { rows } = await admin.query<Raised>(RAISE, [anchored + BEYOND, BEYOND]);
    await admin.query('commit');
    const [raised] = rows;
    if (!raised) throw new Error('The ledger has no epoch: it was never migrated.');
    return raised;
  } finally {
    await admin.end();
  }
}

const RAISE = `
  with known as (
    select greatest(
      $1::int8,
      (select last_value from ledger.position) + $2,
      (select coalesce(max(position), 0) from ledger.events) + $2,
      (select coalesce(max(position), 0) from ledger.checkpoints) + $2,
      (select coalesce(max(position), 0) from messaging.relays) + $2,
      (select coalesce(max(position), 0) from messaging.offsets) + $2,
      (select coalesce(max(last_position), 0) from ledger.seals) + $2) as position),
  raised as (
    insert into ledger.epochs (epoch) select max(epoch) + 1 from ledger.epochs returning epoch)
  select raised.epoch, setval('ledger.position', known.position) as position from known, raised`;

async function lastAnchored(file: string): Promise<number> {
  // Without the file there is nothing beyond what the database says.
  if (!existsSync(file)) return 0;
  let last = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    // A line that a crash cut short may name nothing.
    last = Math.max(last, Number(/"lastPosition":(\d+)/.exec(line)?.[1] ?? 0));
  }
  return last;
}
