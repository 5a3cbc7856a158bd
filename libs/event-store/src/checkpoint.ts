import { newId } from '@bihuan/kernel';
import type { PoolClient } from 'pg';
import type { WorkerDatabase } from './database.js';
import { LedgerWentBack, NotTheHolder } from './errors.js';

/** How far a subscription has read: another event at that place, or none, means that the ledger went back. */
export interface Place {
  readonly position: number;
  /** Absent at the beginning. */
  readonly eventId: string | undefined;
}

interface Row {
  readonly epoch: number;
  readonly position: number;
  readonly event_id: string | null;
  readonly version: number;
}

/** A holder saves at least this often, also an unchanged place: by that others know that it lives. */
export const SAVE_AT_LEAST_MS = 5_000;
/** A place that has moved is saved this often: after a crash no more than this is done again, and others see it. */
export const SAVE_MOVED_MS = 200;
/** So long a place that another process saved is told again without asking. */
const KEPT_MS = 100;

/** The first of a change's values: those before it are the place's. */
export const FIRST_OF_CHANGE = 6;

/** What is changed together with a place. */
export interface Change {
  /**
   * Further parts of a WITH. Each changes something where `exists (select from held)` alone; its values are numbered from
   * `FIRST_OF_CHANGE`.
   */
  readonly text: string;
  readonly values: readonly unknown[];
}

/** How a place is saved, where it is not alone. */
interface Saving {
  readonly change?: Change | undefined;
  /** In its transaction. */
  readonly client?: PoolClient;
}

// A place lost with a crash of the database is an older one: what came after it is done again and changes nothing.
const HELD = `with held as (
  update ledger.checkpoints set position = $3, event_id = $4, version = $5, saved_at = clock_timestamp(),
      epoch = (select max(epoch) from ledger.epochs)
    where subscription = $1 and holder = $2 returning set_config('synchronous_commit', 'off', true))`;

/**
 * The durable place of one subscription, held by one process at a time. A process that starts takes it over and writes
 * itself in; the one before it finds at its next save that it is not the holder any more, and stands by until the new
 * one has been silent for 15 s. Without that, two would take it from each other for ever.
 */
export class Checkpoint {
  private readonly holder = newId();
  private wasTaken = false;
  private told: { readonly at: number; readonly position: Promise<number> } | undefined;

  constructor(
    private readonly database: WorkerDatabase,
    readonly subscription: string,
    /** Of what is made from the events; a newer one begins anew. */
    private readonly version = 1,
  ) {}

  /**
   * Takes the subscription and tells where to go on, and whether what was made so far is of another version.
   * @throws NotTheHolder while the process that took it from this one lives
   * @throws LedgerWentBack when the event that was read last is not there any more
   */
  async take(): Promise<{ place: Place; isOutdated: boolean }> {
    const [row] = await this.database.query<Row>(
      `insert into ledger.checkpoints as c (subscription, epoch, position, version, holder)
         select $1, max(epoch), 0, $2, $3 from ledger.epochs
       on conflict (subscription) do update set holder = excluded.holder, saved_at = excluded.saved_at
         where not $4 or c.saved_at < clock_timestamp() - interval '15 seconds'
       returning epoch, position, event_id, version`,
      [this.subscription, this.version, this.holder, this.wasTaken],
    );
    if (!row) throw this.taken();
    this.wasTaken = false;
    const place = { position: row.position, eventId: row.event_id ?? undefined };
    await verifyPlace(this.database, this.subscription, place);
    return { place, isOutdated: row.version !== this.version };
  }

  /**
   * Saves the place, and with it what was made up to there: one statement, both or neither.
   * @throws NotTheHolder when another process has taken over; then nothing is changed
   */
  async save({ position, eventId }: Place, { change, client }: Saving = {}): Promise<void> {
    const values = [this.subscription, this.holder, position, eventId ?? null, this.version, ...(change?.values ?? [])];
    const text = change ? `${HELD}, ${change.text} select * from held` : `${HELD} select * from held`;
    const rows = client ? (await client.query(text, values)).rows : await this.database.query(text, values);
    if (rows.length === 0) throw this.taken();
  }

  /** How far the holder has saved, whoever it is, at most 100 ms ago; 0 for what another version has made. */
  savedPosition(): Promise<number> {
    if (this.told && performance.now() - this.told.at < KEPT_MS) return this.told.position;
    const position = this.readPosition();
    this.told = { at: performance.now(), position };
    return position;
  }

  private async readPosition(): Promise<number> {
    const [row] = await this.database.query<{ position: number }>(
      'select position from ledger.checkpoints where subscription = $1 and version = $2',
      [this.subscription, this.version],
    );
    return row?.position ?? 0;
  }

  private taken(): NotTheHolder {
    this.wasTaken = true;
    return new NotTheHolder(`${this.subscription} is held by another process`);
  }
}

/**
 * Holds a durable place against the ledger.
 * @throws LedgerWentBack when another event is there, or none: the ledger was taken back behind it
 */
export async function verifyPlace(
  database: WorkerDatabase,
  reader: string,
  { position, eventId }: Place,
): Promise<void> {
  if (position === 0) return;
  const [found] = await database.query<{ event_id: string }>('select event_id from ledger.events where position = $1', [
    position,
  ]);
  if (found?.event_id !== eventId)
    throw new LedgerWentBack(`${reader} has read position ${position}, where the ledger holds another event`);
}
