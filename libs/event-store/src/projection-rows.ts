import type { StateProjection, StreamState } from '@bihuan/kernel';
import type { Change } from './checkpoint.js';

/** A stream that a page of events has changed, as it stands after them. */
export interface Touched<State> {
  readonly state: State;
  readonly tenantId: string;
  readonly streamId: string;
  readonly position: number;
}

/** One statement for so many: with several rows a stream it stays far below its time limit, on a slow disk too. */
const STREAMS_AT_ONCE = 1_000;

/** Sets all rows of the touched streams, which are each named once, and deletes those that are not named any more. */
export function changesOf<State extends StreamState, Row extends object>(
  projection: StateProjection<State, Row>,
  touched: readonly Touched<State>[],
): readonly Change[] {
  const text = textOf(projection);
  const changes: Change[] = [];
  for (let from = 0; from < touched.length; from += STREAMS_AT_ONCE)
    changes.push({ text, values: valuesOf(projection, touched.slice(from, from + STREAMS_AT_ONCE)) });
  return changes;
}

function valuesOf<State extends StreamState, Row extends object>(
  { rows, key }: StateProjection<State, Row>,
  touched: readonly Touched<State>[],
): readonly unknown[] {
  const told = touched.flatMap(({ state, tenantId, streamId, position }) =>
    rows(state).map((row) => ({ ...row, tenantId, streamId, position })),
  );
  return [
    touched.map(({ tenantId }) => tenantId),
    touched.map(({ streamId }) => streamId),
    told.map(({ tenantId }) => tenantId),
    told.map(({ streamId }) => streamId),
    told.map((row) => row[key]),
    // What is no column of the table is left out.
    JSON.stringify(told),
  ];
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the runner adds to each row. */
const ADDED = { tenantId: 'text', streamId: 'text', position: 'int8' };

function textOf<State extends StreamState, Row extends object>({
  table,
  key,
  columns: own,
}: StateProjection<State, Row>): string {
  const columns = Object.entries({ ...ADDED, ...own });
  const names = columns.map(([name]) => snake(name));
  const set = columns
    .filter(([name]) => name !== 'tenantId' && name !== 'streamId' && name !== key)
    .map(([name]) => `${snake(name)} = excluded.${snake(name)}`);
  // The names of a row are taken as they are: turning them for each row took longer than folding its events.
  return `
    gone as (
      delete from ${table} t using unnest($6::text[], $7::text[]) as s(tenant_id, stream_id)
       where exists (select from held) and t.tenant_id = s.tenant_id and t.stream_id = s.stream_id and not exists (
         select from unnest($8::text[], $9::text[], $10::text[]) as kept(tenant_id, stream_id, key)
          where kept.tenant_id = t.tenant_id and kept.stream_id = t.stream_id and kept.key = t.${snake(key)}::text)),
    made as (
      insert into ${table} (${names.join(', ')})
        select ${columns.map(([name]) => `"${name}"`).join(', ')}
          from json_to_recordset($11::json) as r(${columns.map(([name, type]) => `"${name}" ${type}`).join(', ')})
         where exists (select from held)
      on conflict (tenant_id, stream_id, ${snake(key)}) do update set ${set.join(', ')})`;
}
