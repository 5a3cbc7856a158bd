import type { Calendar } from './calendar.js';
import { DAY_MS, MINUTE_MS, dateOf, dayOf } from './civil-time.js';
import { daysOf, msOf } from './limit-amount.js';
import type { CountingRule, Limit } from './limit.js';
import { type Timetable, timetableOf } from './timetable.js';

/** Where a limit ends. */
export interface Deadline {
  /** Exclusive: on time is before it. */
  readonly dueAt: string;
  /** The date that a count in calendar days ends on, before it is moved to a working day; of UNTIL_DATE the date. */
  readonly lastDay?: string;
  /** True when the count rests on days of a year that is not announced yet. */
  readonly provisional: boolean;
  readonly calendarVersion: number;
}

/** A count under way: where it began, by which limit, and where it ends by now. */
export interface Count {
  readonly startAt: string;
  readonly limit: Limit;
  readonly dueAt: string;
  readonly lastDay?: string | undefined;
}

/** The end of a count in local milliseconds and day numbers. */
export interface End {
  readonly due: number;
  readonly lastDay?: number;
}

// Nobody can finish in the minutes that are left of the day.
const UNTIL_DATE_LEAST_MS = 120 * MINUTE_MS;

/** The day on which an instant that ends something lies: 24:00 belongs to the day it ends. */
export const dayEndingAt = (localMs: number): number => Math.floor((localMs - 1) / DAY_MS);

/** 24:00 of a day. */
export const endOfDay = (day: number): number => (day + 1) * DAY_MS;

const onWorkingDay = (timetable: Timetable, lastDay: number): End => ({
  due: endOfDay(timetable.workingDayFrom(lastDay)),
  lastDay,
});

const untilDate = (startMs: number, lastDay: number): End => ({
  due: Math.max(endOfDay(lastDay), startMs + UNTIL_DATE_LEAST_MS),
  lastDay,
});

/** Counts a limit from a start. @throws CalendarMissing @throws InvalidLimit */
export const endOf = (startMs: number, limit: Limit, calendar: Calendar): End => {
  const timetable = timetableOf(calendar);
  const startDay = Math.floor(startMs / DAY_MS);
  timetable.refuseBeforeFirstYear(startDay);
  if (limit.rule === 'UNTIL_DATE') return untilDate(startMs, dayOf(limit.until));
  if (limit.rule === 'CONTINUOUS') return { due: startMs + msOf(limit, calendar) };
  if (limit.rule === 'ROLLING_WORKING_TIME') return { due: timetable.rollForward(startMs, msOf(limit, calendar)) };
  return limit.rule === 'WHOLE_WORKING_DAYS'
    ? { due: endOfDay(timetable.nthWorkingDayAfter(startDay, daysOf(limit))) }
    : onWorkingDay(timetable, startDay + daysOf(limit));
};

/** The end of a count under way. */
export const endBy = ({ limit, dueAt, lastDay }: Count, timetable: Timetable): End => {
  const due = timetable.localOf(dueAt);
  if (limit.rule === 'CALENDAR_DAYS')
    return { due, lastDay: lastDay === undefined ? dayEndingAt(due) : dayOf(lastDay) };
  if (limit.rule === 'UNTIL_DATE') return { due, lastDay: dayOf(lastDay ?? limit.until) };
  return { due };
};

/** The end of a count in days, so many days of its rule later. */
export const daysLater = (count: Count, days: number, timetable: Timetable): End => {
  const { due, lastDay } = endBy(count, timetable);
  if (lastDay === undefined) return { due: endOfDay(timetable.nthWorkingDayAfter(dayEndingAt(due), days)) };
  return count.limit.rule === 'UNTIL_DATE'
    ? untilDate(timetable.localOf(count.startAt), lastDay + days)
    : onWorkingDay(timetable, lastDay + days);
};

/** CONTINUOUS and UNTIL_DATE look at no calendar, so no later notice can move them. */
export const restsOnCalendar = (rule: CountingRule): boolean => rule !== 'CONTINUOUS' && rule !== 'UNTIL_DATE';

/** An end as the rest of the house sees it. */
export const asDeadline = ({ due, lastDay }: End, rule: CountingRule, calendar: Calendar): Deadline => {
  const timetable = timetableOf(calendar);
  const dueAt = timetable.instantOf(due);
  const provisional = restsOnCalendar(rule) && timetable.isUnannounced(dayEndingAt(due));
  const { calendarVersion } = calendar;
  return lastDay === undefined
    ? { dueAt, provisional, calendarVersion }
    : { dueAt, lastDay: dateOf(lastDay), provisional, calendarVersion };
};
