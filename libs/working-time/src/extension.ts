import type { Calendar } from './calendar.js';
import { type Count, type Deadline, type End, asDeadline, daysLater, endBy } from './count.js';
import { addedDays, addedMs, countsTime } from './limit-amount.js';
import type { Limit } from './limit.js';
import { timetableOf } from './timetable.js';

const extended = (count: Count, add: Limit, calendar: Calendar): End => {
  const timetable = timetableOf(calendar);
  const { limit } = count;
  if (!countsTime(limit)) return daysLater(count, addedDays(add), timetable);
  const { due } = endBy(count, timetable);
  const ms = addedMs(limit.rule, add, calendar);
  return { due: limit.rule === 'CONTINUOUS' ? due + ms : timetable.rollForward(due, ms) };
};

/**
 * 延期: the deadline with more time, added in the clock's own rule; a day is a day of that rule.
 * @throws InvalidLimit UNIT when minutes are added to days, or a date to anything
 * @throws CalendarMissing as `deadline` does
 */
export const extend = (count: Count, add: Limit, calendar: Calendar): Deadline =>
  asDeadline(extended(count, add, calendar), count.limit.rule, calendar);
