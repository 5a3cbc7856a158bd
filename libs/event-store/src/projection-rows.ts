import type { StateProjection, StreamState } from '@bihuan/kernel';
import type { PoolClient } from 'pg';

/** A stream that a page of events has changed, as it stands after them. */
export interface Touched<State> {
  readonly state: State;
  readonly tenantId: string;
  readonly streamId: string;
  readonly position: number;
}

/** One statement for so many: with several rows a stream it stays far below its time limit, on a slow disk too. */
const STREAMS_AT_ONCE = 1_000;

/** All rows of the touched streams, which are each named once: those not named any more go, the others are set. */
export async function writeRows<State extends StreamState, Row extends object>(
  client: PoolClient,
  projection: StateProjection<State, Row>,
  touched: readonly Touched<State>[],
): Promise<void> {
  for (let from = 0; from < touched.length; from += STREAMS_AT_ONCE)
    await writeSome(client, projection, touched.slice(from, from + STREAMS_AT_ONCE));
}

async function writeSome<State extends StreamState, Row extends object>(
  client: PoolClient,
  projection: StateProjection<State, Row>,
  touched: readonly Touched<State>[],
): Promise<void> {
  const rows = touched.flatMap((stream) => projection.rows(stream.state).map((row) => ({ row, stream })));
  const { table, key } = projection;
  await client.query(
    `delete from ${table} t using unnest($1::text[], $2::text[]) as s(tenant_id, stream_id)
      where t.tenant_id = s.tenant_id and t.stream_id = s.stream_id and not exists (
        select from unnest($3::text[], $4::text[]) as kept(tenant_id, key)
         where kept.tenant_id = t.tenant_id and kept.key = t.${snake(key)}::text)`,
    [
      touched.map(({ tenantId }) => tenantId),
      touched.map(({ streamId }) => streamId),
      rows.map(({ stream }) => stream.tenantId),
      rows.map(({ row }) => row[key]),
    ],
  );
  if (rows.length === 0) return;
  // What is no column of the table is left out by the upsert.
  const told = rows.map(({ row, stream: { tenantId, streamId, position } }) =>
    Object.assign({}, row, { tenantId, streamId, position }),
  );
  await client.query(upsertOf(table, key, projection.columns), [JSON.stringify(told)]);
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the runner adds to each row. */
const ADDED = { tenantId: 'text', streamId: 'text', position: 'int8' };

function upsertOf(table: string, key: string, own: Readonly<Record<string, string>>): string {
  const columns = Object.entries({ ...ADDED, ...own });
  const names = columns.map(([name]) => snake(name));
  const set = columns
    .filter(([name]) => name !== 'tenantId' && name !== key)
    .map(([name]) => `${snake(name)} = excluded.${snake(name)}`);
  // The names of a row are taken as they are: turning them for each row took longer than folding its events.
  return `insert into ${table} (${names.join(', ')})
    select ${columns.map(([name]) => `"${name}"`).join(', ')}
      from json_to_recordset($1::json) as r(${columns.map(([name, type]) => `"${name}" ${type}`).join(', ')})
    on conflict (tenant_id, ${snake(key)}) do update set ${set.join(', ')}`;
}
