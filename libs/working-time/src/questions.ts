import type { Calendar, Segment } from './calendar.js';
import { DAY_MS, dateOf, dayOf, formatInstant, parseInstant, parseOffset } from './civil-time.js';
import { timetableOf } from './timetable.js';
import { dayHoursOf } from './working-hours.js';

/** What names a tenant's wall clock: a calendar, or its settings. */
export interface FixedZone {
  readonly utcOffset: string;
}

/** The civil date on which an instant falls. @throws RangeError when it is no instant */
export const civilDateOf = (instant: string, { utcOffset }: FixedZone): string =>
  dateOf(Math.floor((parseInstant(instant) + parseOffset(utcOffset)) / DAY_MS));

/** The instant at which a civil date begins. @throws RangeError when it is no date */
export const startOfDate = (date: string, { utcOffset }: FixedZone): string =>
  formatInstant(dayOf(date) * DAY_MS - parseOffset(utcOffset));

/** The date so many days later, earlier when negative. @throws RangeError when it is no date */
export const dateAfter = (date: string, days: number): string => dateOf(dayOf(date) + days);

/** The instant so many milliseconds later, earlier when negative. @throws RangeError when it is no instant */
export const instantAfter = (instant: string, ms: number): string => formatInstant(parseInstant(instant) + ms);

/** Milliseconds from one instant to another, negative when it lies before. @throws RangeError when one is no instant */
export const msBetween = (from: string, to: string): number => parseInstant(to) - parseInstant(from);

/** Whether a civil date is worked. @throws CalendarMissing as `deadline` does */
export const isWorkingDay = (date: string, calendar: Calendar): boolean => timetableOf(calendar).isWorking(dayOf(date));

/** Working days d with from < d ≤ to, negative when `to` lies before. @throws CalendarMissing as `deadline` does */
export const workingDaysBetween = (from: string, to: string, calendar: Calendar): number =>
  timetableOf(calendar).workingDaysBetween(dayOf(from), dayOf(to));

/** Milliseconds of working time from one instant to another. @throws CalendarMissing as `deadline` does */
export const workingMsBetween = (from: string, to: string, calendar: Calendar): number => {
  const timetable = timetableOf(calendar);
  return timetable.workBetween(timetable.localOf(from), timetable.localOf(to));
};

/**
 * Whether an instant lies in office hours: on a working day, in the segments given, else in the working hours of that
 * day. A segment is closed on the left, open on the right.
 * @throws CalendarMissing as `deadline` does
 */
export const isOfficeHours = (instant: string, calendar: Calendar, segments?: readonly Segment[]): boolean => {
  const timetable = timetableOf(calendar);
  const local = timetable.localOf(instant);
  const day = Math.floor(local / DAY_MS);
  if (!timetable.isWorking(day)) return false;
  const { spans } = segments ? dayHoursOf(segments) : timetable.hoursOf(day);
  const moment = local - day * DAY_MS;
  return spans.some(({ from, to }) => from <= moment && moment < to);
};
