import type { StateProjection, StreamState } from '@bihuan/kernel';
import { boolArray, int4Array, int8Array, textArray, timestamptzArray } from './binary-array.js';
import { type Change, FIRST_OF_CHANGE } from './checkpoint.js';

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
  projection: StateProjection<State, Row>,
  touched: readonly Touched<State>[],
): readonly unknown[] {
  const streams: Touched<State>[] = [];
  const told: Row[] = [];
  for (const stream of touched)
    for (const row of projection.rows(stream.state)) {
      streams.push(stream);
      told.push(row);
    }
  return [
    textArray(touched.map(({ tenantId }) => tenantId)),
    textArray(touched.map(({ streamId }) => streamId)),
    textArray(streams.map(({ tenantId }) => tenantId)),
    textArray(streams.map(({ streamId }) => streamId)),
    int8Array(streams.map(({ position }) => position)),
    ...Object.entries<SqlType>(projection.columns).map(([name, type]) =>
      sent[type].array(told.map((row): unknown => Reflect.get(row, name))),
    ),
  ];
}

type SqlType = StateProjection<StreamState, Record<string, unknown>>['columns'][string];

/** A column of many rows, as it is sent: what has no array of its own goes as text, and is read by the server. */
interface Sent {
  readonly as: Exclude<SqlType, 'json' | 'text[]'>;
  /** @throws TypeError for what is not of the column's type */
  readonly array: (values: readonly unknown[]) => Buffer;
}

const sentAs = <T>(
  as: Sent['as'],
  array: (values: readonly (T | null)[]) => Buffer,
  isOne: (value: unknown) => value is T,
): Sent => ({
  as,
  array: (values) =>
    array(
      values.map((value) => {
        if (value === null || value === undefined) return null;
        if (isOne(value)) return value;
        throw new TypeError(`a column of ${as} cannot take this ${typeof value}`);
      }),
    ),
});

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): value is number => Number.isInteger(value);
const isBool = (value: unknown): value is boolean => typeof value === 'boolean';
const isList = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isAny = (value: unknown): value is object | string | number | boolean => value !== undefined;

const sent: Readonly<Record<SqlType, Sent>> = {
  text: sentAs('text', textArray, isText),
  int4: sentAs('int4', int4Array, isWhole),
  int8: sentAs('int8', int8Array, isWhole),
  bool: sentAs('bool', boolArray, isBool),
  timestamptz: sentAs('timestamptz', timestamptzArray, isText),
  json: sentAs(
    'text',
    (values) => textArray(values.map((value) => (value === null ? null : JSON.stringify(value)))),
    isAny,
  ),
  'text[]': sentAs('text', (values) => textArray(values.map((value) => value && listOf(value))), isList),
};

const listOf = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the runner adds to each row. */
const ADDED = [
  ['tenantId', 'text'],
  ['streamId', 'text'],
  ['position', 'int8'],
] as const;
/** Tenants and ids of the streams that were touched; the columns of their rows come behind them. */
const TOUCHED = `$${FIRST_OF_CHANGE}::text[], $${FIRST_OF_CHANGE + 1}::text[]`;
const FIRST_COLUMN = FIRST_OF_CHANGE + 2;

function textOf<State extends StreamState, Row extends object>({
  table,
  key,
  columns: own,
}: StateProjection<State, Row>): string {
  const columns = [...ADDED, ...Object.entries<SqlType>(own)].map(([name, type], index) => ({
    name: snake(name),
    type,
    value: `$${FIRST_COLUMN + index}::${sent[type].as}[]`,
  }));
  const names = columns.map(({ name }) => name).join(', ');
  const keys = ['tenant_id', 'stream_id', snake(key)];
  const kept = columns.filter(({ name }) => keys.includes(name));
  const set = columns.filter(({ name }) => !keys.includes(name)).map(({ name }) => `${name} = excluded.${name}`);
  // Arrays cost the server a tenth of what the same rows as JSON do.
  return `
    gone as (
      delete from ${table} t using unnest(${TOUCHED}) as s(tenant_id, stream_id)
       where exists (select from held) and t.tenant_id = s.tenant_id and t.stream_id = s.stream_id and not exists (
         select from unnest(${kept.map(({ value }) => value).join(', ')}) as kept(${kept.map(({ name }) => name).join(', ')})
          where ${keys.map((name) => `kept.${name} = t.${name}`).join(' and ')})),
    made as (
      insert into ${table} (${names})
        select ${columns.map(({ name, type }) => `${name}::${type}`).join(', ')}
          from unnest(${columns.map(({ value }) => value).join(', ')}) as r(${names})
         where exists (select from held)
      on conflict (${keys.join(', ')}) do update set ${set.join(', ')})`;
}
