import type { Segment, WorkingHours } from './calendar.js';
import { parseWallTime } from './civil-time.js';

/** A stretch of work in milliseconds after midnight, closed on the left, open on the right. */
interface WorkSpan {
  readonly from: number;
  readonly to: number;
}

/** The work of one day: its spans in order, and their sum. */
export interface DayHours {
  readonly spans: readonly WorkSpan[];
  readonly totalMs: number;
}

/** Segments as spans of milliseconds. */
export const dayHoursOf = (segments: readonly Segment[]): DayHours => {
  const spans = segments.map(({ from, to }) => ({ from: parseWallTime(from), to: parseWallTime(to) }));
  return { spans, totalMs: spans.reduce((sum, { from, to }) => sum + to - from, 0) };
};

const holds = (from: string, to: string, monthDay: string): boolean =>
  // A season may span the new year: winter hours from 10-01 to 04-30.
  from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to;

/** The hours of a day by its `MM-DD`; the first season that holds wins. */
export const hoursByMonthDay = ({ segments, seasons }: WorkingHours): ((monthDay: string) => DayHours) => {
  const usual = dayHoursOf(segments);
  const variants = seasons.map((season) => ({ ...season, hours: dayHoursOf(season.segments) }));
  return (monthDay) => variants.find(({ from, to }) => holds(from, to, monthDay))?.hours ?? usual;
};

/** Work done on a day until a moment of it. */
export const workUntil = ({ spans }: DayHours, momentMs: number): number => {
  let worked = 0;
  for (const { from, to } of spans) worked += Math.max(0, Math.min(momentMs, to) - from);
  return worked;
};

/** The first moment of a day by which so much is done: the end of a span, never the next opening. */
export const momentReaching = ({ spans }: DayHours, workMs: number): number => {
  let left = workMs;
  for (const { from, to } of spans) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  throw new RangeError('a day has less work than was asked of it');
};

/** The last moment of a day until which no more than so much is done: an opening, never the end before it. */
export const momentExceeding = ({ spans }: DayHours, workMs: number): number => {
  let left = workMs;
  for (const { from, to } of spans) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  throw new RangeError('a day has less work than was asked of it');
};
