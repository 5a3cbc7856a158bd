import type { Calendar } from './calendar.js';
import { DAY_MS, MINUTE_MS } from './civil-time.js';
import { type Deadline, endOfDay, restsOnCalendar } from './count.js';
import { deadline } from './deadline.js';
import { InvalidLimit } from './invalid-limit.js';
import { daysOf, msOf } from './limit-amount.js';
import type { Limit } from './limit.js';
import { timetableOf } from './timetable.js';

/** What a higher platform demands of a case handed down. */
export interface UpstreamDemand {
  /** When our count began. */
  readonly startAt: string;
  readonly externalDueAt: string;
  /** Time kept for the report upwards (setting `upstreamBuffer`). */
  readonly buffer: Limit;
}

/** A deadline that an upstream demand may have cut. */
export interface UpstreamDeadline extends Deadline {
  /** Present when the demand leaves less than the least time. */
  readonly flags?: readonly ['UPSTREAM_TOO_LATE'];
}

// Less than an hour is no order that a unit could carry out.
const LEAST_MS = 60 * MINUTE_MS;

/** The external instant less the buffer, or undefined when the buffer does not fit behind the start. */
const lessBuffer = (start: number, external: number, buffer: Limit, calendar: Calendar): number | undefined => {
  const timetable = timetableOf(calendar);
  const day = Math.floor(external / DAY_MS);
  if (buffer.rule === 'UNTIL_DATE') throw new InvalidLimit('UNIT');
  if (buffer.rule === 'CONTINUOUS') return external - msOf(buffer, calendar);
  if (buffer.rule === 'CALENDAR_DAYS') return endOfDay(day - daysOf(buffer));
  if (buffer.rule === 'ROLLING_WORKING_TIME') {
    const work = msOf(buffer, calendar);
    return timetable.workBetween(start, external) < work ? undefined : timetable.rollBack(external, work);
  }
  const days = daysOf(buffer);
  const fits = timetable.workingDaysBetween(Math.floor(start / DAY_MS), day) >= days;
  return fits ? endOfDay(timetable.nthWorkingDayBefore(day, days)) : undefined;
};

const demanded = (start: number, external: number, buffer: Limit, calendar: Calendar): number => {
  if (external <= start) return external;
  const cut = lessBuffer(start, external, buffer, calendar);
  // A buffer that passes the start is skipped: better a late report than no time at all.
  return cut === undefined || cut < start ? external : cut;
};

/**
 * 上级时限: the earlier of the own deadline and the external one less its buffer, but 60 minutes at least. Lay it on
 * again after every move of the own deadline; `lastDay` stays that of the own count.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const withUpstreamLimit = (own: Deadline, demand: UpstreamDemand, calendar: Calendar): UpstreamDeadline => {
  const { startAt, externalDueAt, buffer } = demand;
  // Far off, the demand cuts nothing, and no calendar of its year is needed to know that.
  if (deadline(own.dueAt, buffer, calendar).dueAt <= externalDueAt) return own;
  const timetable = timetableOf(calendar);
  const start = timetable.localOf(startAt);
  const external = timetable.localOf(externalDueAt);
  const ownDue = timetable.localOf(own.dueAt);
  const wanted = demanded(start, external, buffer, calendar);
  if (wanted >= ownDue) return own;
  const due = Math.min(ownDue, Math.max(wanted, start + LEAST_MS));
  const guessed = restsOnCalendar(buffer.rule) && timetable.isUnannounced(Math.floor(external / DAY_MS));
  const cut = { ...own, dueAt: timetable.instantOf(due), provisional: own.provisional || guessed };
  return wanted < due ? { ...cut, flags: ['UPSTREAM_TOO_LATE'] } : cut;
};
