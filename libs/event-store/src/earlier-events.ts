import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import { type StreamEvent, streamName } from './recorded-event.js';
import { STREAM_EVENT_COLUMNS, streamEventFrom, type StreamEventTexts } from './stream-event.js';

/** Some 3,000 events a query: one that reads a whole page's streams at once would outlast its time limit. */
const STREAMS_AT_ONCE = 100;

/** The streams of some events, each with what came before its event, oldest first: one query for every 100 streams. */
export async function* earlierEvents(
  { database, upcast }: { readonly database: WorkerDatabase; readonly upcast: Upcast },
  events: readonly StreamEvent[],
): AsyncGenerator<Map<string, StreamEvent[]>> {
  for (let from = 0; from < events.length; from += STREAMS_AT_ONCE) {
    const some = events.slice(from, from + STREAMS_AT_ONCE);
    const rows = await database.texts<StreamEventTexts>(READ_EARLIER, [
      some.map(({ tenantId }) => tenantId),
      some.map(({ streamId }) => streamId),
      some.map(({ meta }) => meta.version),
    ]);
    yield Map.groupBy(
      rows.map((texts) => streamEventFrom(texts, upcast)),
      streamName,
    );
  }
}

// The order inside keeps each stream an index scan of its own, whatever the statistics say.
const READ_EARLIER = `select e.* from unnest($1::text[], $2::text[], $3::int[]) as s(tenant, stream, before)
  cross join lateral (
    select ${STREAM_EVENT_COLUMNS} from ledger.events t
     where t.tenant_id = s.tenant and t.stream_id = s.stream and t.version < s.before order by t.version) e
  order by e.tenant_id, e.stream_id, e.version`;
