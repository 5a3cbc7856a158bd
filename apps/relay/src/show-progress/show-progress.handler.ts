import type { WorkerDatabase } from '@bihuan/event-store';
import type { Relays } from '@bihuan/messaging';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What this process relays, and how far the ledger is ahead of it, for Prometheus. A standby shows itself as such. */
export function showProgress(relays: Relays, database: WorkerDatabase, registry: Registry): void {
  const about = { labelNames: ['relay'] as const, registers: [] };
  const each = (show: (relay: (typeof relays.all)[number]) => void) => relays.all.forEach(show);
  const leading = new Gauge({
    ...about,
    name: 'bihuan_relay_leading',
    help: '1 where this process relays, 0 where it stands by.',
    collect() {
      each(({ name, progress }) => this.set({ relay: name }, progress.isLeading ? 1 : 0));
    },
  });
  const lag = new Gauge({
    ...about,
    name: 'bihuan_relay_lag_events',
    help: 'Events of the ledger that the brokers have not acknowledged yet, counted up to 100,000.',
    async collect() {
      for (const { name, progress } of relays.all)
        if (progress.isLeading) this.set({ relay: name }, await eventsAfter(database, progress.position));
    },
  });
  const oldest = new Gauge({
    ...about,
    name: 'bihuan_relay_oldest_waiting_seconds',
    help: 'Age of the oldest event that the brokers have not acknowledged yet; 0 when there is none.',
    collect() {
      each(({ name, progress }) => this.set({ relay: name }, ageOf(progress.oldestWaiting)));
    },
  });
  const events = new Counter({
    ...about,
    name: 'bihuan_relay_events_total',
    help: 'Events that this process has relayed.',
    collect() {
      this.reset();
      each(({ name, progress }) => this.inc({ relay: name }, progress.events));
    },
  });
  for (const metric of [leading, lag, oldest, events]) registry.registerMetric(metric);
}

async function eventsAfter(database: WorkerDatabase, position: number): Promise<number> {
  const [row] = await database.query<{ events: number }>(
    'select count(*)::int as events from (select from ledger.events where position > $1 limit 100000) e',
    [position],
  );
  return row?.events ?? 0;
}

const ageOf = (recordedAt: string | undefined): number =>
  recordedAt === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(recordedAt)) / 1_000);
