import { types } from 'pg';

const TIMESTAMPTZ = 1184;
const BYTEA = 17;
const INT8 = 20;
const DATE = 1082;

/** `2026-03-02 01:00:00.12+00`, as a session in UTC tells it, in ISO-8601 with milliseconds. */
export function instantOf(text: string): string {
  // Cut, not split: every event that is read has one, and arrays of parts took a tenth of its reading.
  const space = text.indexOf(' ');
  const seconds = space + 9;
  const fraction = text.slice(seconds + 1, text.lastIndexOf('+'));
  return `${text.slice(0, space)}T${text.slice(space + 1, seconds)}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
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

/** Every value as the text it is told in. */
export const textsAlone = { getTypeParser: (() => (text: string) => text) as typeof types.getTypeParser };
