import type { Calendar } from './calendar.js';
import { DAY_MS, MINUTE_MS, dateOf, dayOf } from './civil-time.js';
import { countsTime, daysOf, msOf } from './limit-amount.js';
import type { Limit } from './limit.js';
import { timetableOf } from './timetable.js';

/** A pause that may still last: without `resumedAt` it lasts until the instant asked for. */
export interface AnyPause {
  readonly pausedAt: string;
  readonly resumedAt?: string | undefined;
}

/** What has run: since a start, outside the pauses. */
export interface Running {
  readonly startAt: string;
  readonly limit: Limit;
  /** In order, without overlap. */
  readonly pauses: readonly AnyPause[];
}

const day = (localMs: number): number => Math.floor(localMs / DAY_MS);

const LEAST_DAYS = 1;
const LEAST_MINUTES = 60;

/** Start to instant, less each pause, by a measure of local milliseconds. */
const measured = (
  { startAt, pauses }: Running,
  until: string,
  calendar: Calendar,
  between: (from: number, to: number) => number,
): number => {
  const timetable = timetableOf(calendar);
  const at = timetable.localOf(until);
  const upTo = (instant: string): number => Math.min(timetable.localOf(instant), at);
  const paused = pauses.map(({ pausedAt, resumedAt = until }) => between(upTo(pausedAt), upTo(resumedAt)));
  return paused.reduce((used, pause) => used - pause, between(upTo(startAt), at));
};

/**
 * Milliseconds that a clock has run: working time for ROLLING_WORKING_TIME, time for CONTINUOUS; undefined for rules
 * that count days.
 * @throws CalendarMissing as `deadline` does
 */
export const usedMs = (running: Running, until: string, calendar: Calendar): number | undefined => {
  if (!countsTime(running.limit)) return undefined;
  const timetable = timetableOf(calendar);
  return running.limit.rule === 'CONTINUOUS'
    ? measured(running, until, calendar, (from, to) => to - from)
    : measured(running, until, calendar, (from, to) => timetable.workBetween(from, to));
};

/**
 * Days that a clock has run: working days for WHOLE_WORKING_DAYS, else dates; the start day is none, the last day is.
 * @throws CalendarMissing as `deadline` does
 */
export const usedDays = (running: Running, until: string, calendar: Calendar): number => {
  const timetable = timetableOf(calendar);
  return running.limit.rule === 'WHOLE_WORKING_DAYS'
    ? measured(running, until, calendar, (from, to) => timetable.workingDaysBetween(day(from), day(to)))
    : measured(running, until, calendar, (from, to) => day(to) - day(from));
};

/**
 * The limit for the unit that gave a case back and gets it again: the old one less what it has used, minutes of use
 * rounded up, at least 1 day or 60 minutes. A date stays the date, later by the days of the pauses.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const lessUsed = (running: Running, until: string, calendar: Calendar): Limit => {
  const { limit, startAt } = running;
  if (limit.rule === 'UNTIL_DATE') {
    const unpaused = usedDays({ startAt, limit, pauses: [] }, until, calendar);
    return { rule: limit.rule, until: dateOf(dayOf(limit.until) + unpaused - usedDays(running, until, calendar)) };
  }
  if (!countsTime(limit)) {
    return {
      rule: limit.rule,
      amount: Math.max(LEAST_DAYS, daysOf(limit) - usedDays(running, until, calendar)),
      unit: 'DAY',
    };
  }
  const used = usedMs(running, until, calendar) ?? 0;
  const minutes = Math.ceil(msOf(limit, calendar) / MINUTE_MS) - Math.ceil(used / MINUTE_MS);
  return { rule: limit.rule, amount: Math.max(LEAST_MINUTES, minutes), unit: 'MINUTE' };
};
