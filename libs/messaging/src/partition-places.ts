import { type Place, type RecordedEvent, verifyPlace, type WorkerDatabase } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';

/** How far a partition was handled. */
export interface PartitionPlace extends Place {
  /** Of the next message. */
  readonly offset: number;
}

/** A partition as it is taken over; `wasOurs`: nobody else had it since this holder took it last, on these brokers. */
export interface TakenPartition {
  readonly partition: number;
  readonly place: PartitionPlace;
  readonly wasOurs: boolean;
}

interface Row {
  readonly partition: number;
  readonly offset: number;
  readonly position: number;
  readonly event_id: string | null;
  readonly was_ours: boolean;
}

/**
 * The places of a group in the partitions of a topic, in PostgreSQL, so that a restore takes them back with what was made
 * of the messages. The group's broker says who has a partition; the holder written here, one for each time that a process
 * joins the group, keeps one that has lost it, and does not know yet, from moving its place.
 */
export class PartitionPlaces {
  private readonly holder = newId();

  constructor(
    private readonly database: WorkerDatabase,
    private readonly subscription: string,
    private readonly topic: string,
  ) {}

  /**
   * Takes partitions over and tells where each goes on: at its beginning where other brokers have it than before.
   * @throws LedgerWentBack when an event that was handled is not in the ledger
   */
  async take(partitions: readonly number[], cluster: string): Promise<readonly TakenPartition[]> {
    const rows = await this.database.query<Row>(TAKE, [
      this.subscription,
      this.topic,
      partitions,
      this.holder,
      cluster,
    ]);
    return Promise.all(rows.map((row) => this.verified(row)));
  }

  /** Ids of what the ledger holds where some events say that they are. */
  async inLedger(events: readonly RecordedEvent[]): Promise<ReadonlySet<string>> {
    if (events.length === 0) return new Set();
    const rows = await this.database.query<{ event_id: string }>(
      'select event_id from ledger.events where position = any($1::int8[])',
      [events.map(({ meta }) => meta.position).filter(Number.isSafeInteger)],
    );
    return new Set(rows.map(({ event_id: eventId }) => eventId));
  }

  /** Saves places and answers the partitions that are another's by now. */
  async save(places: ReadonlyMap<number, PartitionPlace>): Promise<readonly number[]> {
    const told = [...places];
    const rows = await this.database.query<{ partition: number }>(SAVE, [
      this.subscription,
      this.topic,
      told.map(([partition]) => partition),
      told.map(([, { offset }]) => offset),
      told.map(([, { position }]) => position),
      told.map(([, { eventId }]) => eventId ?? null),
      this.holder,
    ]);
    const kept = new Set(rows.map(({ partition }) => partition));
    return told.map(([partition]) => partition).filter((partition) => !kept.has(partition));
  }

  private async verified(row: Row): Promise<TakenPartition> {
    const { partition, was_ours: wasOurs } = row;
    const place = { offset: row.offset, position: row.position, eventId: row.event_id ?? undefined };
    await verifyPlace(this.database, `${this.subscription} (partition ${partition})`, place);
    return { partition, place, wasOurs };
  }
}

// The snapshot of the first part is older than the update: it tells the holder before.
const TAKE = `
  with asked as (select unnest($3::int[]) as partition),
  before as (
    select o.partition, o.holder, o.cluster from messaging.offsets o join asked using (partition)
     where o.subscription = $1 and o.topic = $2),
  taken as (
    insert into messaging.offsets as o (subscription, topic, partition, "offset", position, holder, cluster)
      select $1, $2, partition, 0, 0, $4, $5 from asked
    on conflict (subscription, topic, partition) do update set holder = $4, cluster = $5,
      "offset" = case when o.cluster = $5 then o."offset" else 0 end
    returning o.partition, o."offset", o.position, o.event_id)
  select taken.*, coalesce(before.holder = $4 and before.cluster = $5, false) as was_ours
    from taken left join before using (partition)`;

const SAVE = `
  update messaging.offsets o set "offset" = s.next, position = s.position, event_id = s.event_id,
      saved_at = clock_timestamp()
    from unnest($3::int[], $4::int8[], $5::int8[], $6::uuid[]) as s(partition, next, position, event_id)
   where o.subscription = $1 and o.topic = $2 and o.partition = s.partition and o.holder = $7
   returning o.partition, set_config('synchronous_commit', 'off', true)`;
