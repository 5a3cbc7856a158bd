import { types } from 'pg';

const TIMESTAMPTZ = 1184;
const BYTEA = 17;
const INT8 = 20;
const DATE = 1082;

/** `2026-03-02 01:00:00.12+00`, as a session in UTC tells it, in ISO-8601 with milliseconds. */
export function instantOf(text: string): string {
  const end = text.lastIndexOf('+');
  const [day = '', time = ''] = text.slice(0, end).split(' ');
  const [seconds = '', fraction = ''] = time.split('.');
  return `${day}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** Positions and counts stay below 2^53 for thousands of years at 10,000 events a second. */
function integerOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [TIMESTAMPTZ]: instantOf,
  [INT8]: integerOf,
  [DATE]: (text) => text,
  [BYTEA]: (text) => Buffer.from(text.slice(2), 'hex'),
};

/** How our connections read values: instants and dates as strings, 64-bit integers as numbers. */
export const sqlTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ?? types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};
