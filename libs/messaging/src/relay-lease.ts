import { type Place, verifyPlace, type WorkerDatabase } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';

/** So long a relay may be silent until another takes over; a standby looks once a second, so that takes 4 s at most. */
const LEASE_MS = 3_000;
const LEASE = `${LEASE_MS} milliseconds`;
/** What was renewed so lately is not asked for again before a send. */
const FRESH_MS = LEASE_MS / 3;

interface Row {
  readonly epoch: number;
  readonly position: number;
  readonly event_id: string | null;
  readonly cluster: string | null;
}

/** How far a relay has come, and the ledger's epoch from then on. */
export interface Taken {
  readonly place: Place;
  readonly epoch: number;
}

/**
 * The lease of a relay and its durable place, one row. Who holds it is the only one that saves; one that wrongly believes
 * it holds it can only have sent what is sent again.
 */
export class RelayLease {
  private readonly holder = newId();
  private renewedAt = -Infinity;
  private renewing: Promise<boolean> | undefined;

  constructor(
    private readonly database: WorkerDatabase,
    readonly relay: string,
  ) {}

  /** Whether it could be taken: nobody else holds it. */
  async isFree(): Promise<boolean> {
    const rows = await this.database.query(
      `select from messaging.relays
        where relay = $1 and holder is distinct from $2 and held_until >= clock_timestamp()`,
      [this.relay, this.holder],
    );
    return rows.length === 0;
  }

  /**
   * Takes the lease when nobody holds it. Other brokers than those that were written before begin at the beginning.
   * @throws LedgerWentBack when the event that was sent last is not in the ledger
   */
  async take(cluster: string): Promise<Taken | undefined> {
    const since = performance.now();
    const [row] = await this.database.query<Row>(
      `insert into messaging.relays as r (relay, holder, held_until, epoch, position, cluster)
         select $1, $2, clock_timestamp() + $4::interval, max(epoch), 0, $3 from ledger.epochs
       on conflict (relay) do update set holder = $2, held_until = excluded.held_until, epoch = excluded.epoch,
           position = case when r.cluster = $3 then r.position else 0 end,
           event_id = case when r.cluster = $3 then r.event_id end, cluster = $3
         where r.held_until < clock_timestamp() or r.holder = $2
       returning epoch, position, event_id, cluster`,
      [this.relay, this.holder, cluster, LEASE],
    );
    if (!row) return undefined;
    this.renewedAt = since;
    const place = { position: row.position, eventId: row.event_id ?? undefined };
    await verifyPlace(this.database, this.relay, place);
    return { place, epoch: row.epoch };
  }

  /** Saves the place and keeps the lease; false when it is another's, or the ledger has gone back meanwhile. */
  async save({ position, eventId }: Place, epoch: number): Promise<boolean> {
    const since = performance.now();
    const rows = await this.database.query(
      `update messaging.relays set position = $3, event_id = $4, held_until = clock_timestamp() + $6::interval
        where relay = $1 and holder = $2 and (select max(e.epoch) from ledger.epochs e) = $5
        returning relay, set_config('synchronous_commit', 'off', true)`,
      [this.relay, this.holder, position, eventId ?? null, epoch, LEASE],
    );
    return this.heard(rows, since);
  }

  /** Whether it is still held, asked before each send; costs nothing while it was renewed a moment ago. */
  async isHeld(): Promise<boolean> {
    if (performance.now() - this.renewedAt < FRESH_MS) return true;
    return (this.renewing ??= this.renew().finally(() => (this.renewing = undefined)));
  }

  /** Gives it up, so that another need not wait for its end. */
  async release(): Promise<void> {
    await this.database.query(
      'update messaging.relays set held_until = clock_timestamp() where relay = $1 and holder = $2',
      [this.relay, this.holder],
    );
  }

  private async renew(): Promise<boolean> {
    const since = performance.now();
    const rows = await this.database.query(
      `update messaging.relays set held_until = clock_timestamp() + $3::interval
        where relay = $1 and holder = $2 returning relay`,
      [this.relay, this.holder, LEASE],
    );
    return this.heard(rows, since);
  }

  private heard({ length }: readonly unknown[], since: number): boolean {
    if (length > 0) this.renewedAt = since;
    return length > 0;
  }
}
