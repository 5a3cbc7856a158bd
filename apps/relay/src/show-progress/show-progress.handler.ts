import type { WorkerDatabase } from '@bihuan/event-store';
import type { Relays } from '@bihuan/messaging';
import { Counter, Gauge, type Registry } from 'prom-client';

/** So many waiting events are counted; more are as bad. */
const MOST = 100_000;

/**
 * What this process relays, and how far the ledger is ahead of each relay, for Prometheus. How far is asked of the durable
 * places, so that every process tells it, whoever leads and whether the brokers are there or not.
 */
export function showProgress(relays: Pick<Relays, 'all'>, database: WorkerDatabase, registry: Registry): void {
  const about = { labelNames: ['relay'] as const, registers: [] };
  const names = relays.all.map(({ name }) => name);
  const leading = new Gauge({
    ...about,
    name: 'bihuan_relay_leading',
    help: '1 where this process relays, 0 where it stands by.',
    collect() {
      for (const { name, progress } of relays.all) this.set({ relay: name }, progress.isLeading ? 1 : 0);
    },
  });
  const lag = new Gauge({
    ...about,
    name: 'bihuan_relay_lag_events',
    help: 'Events of the ledger that are not saved as acknowledged by the brokers yet, counted up to 100,000.',
    async collect() {
      for (const { relay, value } of await eventsBehind(database, names)) this.set({ relay }, value);
    },
  });
  const oldest = new Gauge({
    ...about,
    name: 'bihuan_relay_oldest_waiting_seconds',
    help: 'Age of the oldest event that is not saved as acknowledged by the brokers yet; 0 when there is none.',
    async collect() {
      for (const { relay, value } of await secondsBehind(database, names)) this.set({ relay }, value);
    },
  });
  const events = new Counter({
    ...about,
    name: 'bihuan_relay_events_total',
    help: 'Events that this process has relayed.',
    collect() {
      this.reset();
      for (const { name, progress } of relays.all) this.inc({ relay: name }, progress.events);
    },
  });
  for (const metric of [leading, lag, oldest, events]) registry.registerMetric(metric);
}

interface Measured {
  readonly relay: string;
  readonly value: number;
}

/** One that has never led has sent nothing. */
const PLACES = `unnest($1::text[]) as named(relay) left join messaging.relays r using (relay)`;
const AFTER = 'ledger.events e where e.position > coalesce(r.position, 0)';

const eventsBehind = (database: WorkerDatabase, names: readonly string[]): Promise<readonly Measured[]> =>
  database.query<Measured>(
    `select relay, (select count(*)::int from (select from ${AFTER} limit ${MOST}) waiting) as value from ${PLACES}`,
    [names],
  );

const secondsBehind = (database: WorkerDatabase, names: readonly string[]): Promise<readonly Measured[]> =>
  database.query<Measured>(
    `select relay, coalesce(greatest(0, extract(epoch from clock_timestamp() - (
        select e.recorded_at from ${AFTER} order by e.position limit 1))), 0)::float8 as value from ${PLACES}`,
    [names],
  );
