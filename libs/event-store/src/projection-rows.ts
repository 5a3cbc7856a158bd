import type { StateProjection, StreamState } from '@bihuan/kernel';
import type { PoolClient } from 'pg';

/** A stream that a page of events has changed, as it stands after them. */
export interface Touched<State> {
  readonly state: State;
  readonly tenantId: string;
  readonly streamId: string;
  readonly position: number;
}

/** All rows of the touched streams in one statement each: those not named any more go, the others are set. */
export async function writeRows<State extends StreamState, Row extends object>(
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
  const told = rows.map(({ row, stream }) => rowJson(row, stream));
  await client.query(upsertOf(table, key, Object.entries<string>(projection.columns)), [JSON.stringify(told)]);
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function upsertOf(table: string, key: string, columns: readonly (readonly [string, string])[]): string {
  const names = columns.map(([name]) => snake(name));
  const all = ['tenant_id', 'stream_id', 'position', ...names];
  const types = [
    'tenant_id text',
    'stream_id text',
    'position int8',
    ...columns.map(([name, type]) => `${snake(name)} ${type}`),
  ];
  const set = all
    .filter((name) => name !== 'tenant_id' && name !== snake(key))
    .map((name) => `${name} = excluded.${name}`);
  return `insert into ${table} (${all.join(', ')})
    select ${all.join(', ')} from json_to_recordset($1::json) as r(${types.join(', ')})
    on conflict (tenant_id, ${snake(key)}) do update set ${set.join(', ')}`;
}

/** A row with what the runner adds; what is no column of the table is left out by the upsert. */
const rowJson = (row: object, { tenantId, streamId, position }: Touched<unknown>): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(row).map(([name, value]) => [snake(name), value])),
  tenant_id: tenantId,
  stream_id: streamId,
  position,
});
