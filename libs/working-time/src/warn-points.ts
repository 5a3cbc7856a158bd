import type { Calendar } from './calendar.js';
import { DAY_MS, HOUR_MS } from './civil-time.js';
import { type Count, dayEndingAt, endBy, endOf } from './count.js';
import { countsTime, dayMsOf, daysOf, msOf } from './limit-amount.js';
import type { Limit } from './limit.js';
import { timetableOf } from './timetable.js';

const SHORT_MS = 8 * HOUR_MS;

interface Length {
  readonly isShort: boolean;
  readonly isOfDays: boolean;
}

/** By the limit as it was given: what a clock got by pauses and extensions does not change its kind. */
const lengthOf = (start: number, limit: Limit, calendar: Calendar): Length => {
  if (countsTime(limit)) {
    const ms = msOf(limit, calendar);
    return { isShort: ms <= SHORT_MS, isOfDays: ms >= 2 * dayMsOf(limit.rule, calendar) };
  }
  if (limit.rule !== 'UNTIL_DATE') return { isShort: false, isOfDays: daysOf(limit) >= 2 };
  const { due } = endOf(start, limit, calendar);
  return { isShort: due - start <= SHORT_MS, isOfDays: dayEndingAt(due) - Math.floor(start / DAY_MS) >= 2 };
};

/**
 * 预警点: when a clock warns before it is due, oldest first; warn point n is the nth. Computed anew at each move.
 * Empty when every point would lie at or before the start.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const warnPoints = (count: Count, calendar: Calendar): readonly string[] => {
  const timetable = timetableOf(calendar);
  const { limit } = count;
  const start = timetable.localOf(count.startAt);
  const { due } = endBy(count, timetable);
  const { isShort, isOfDays } = lengthOf(start, limit, calendar);
  const share = (ms: number): number => (isShort ? Math.floor((ms * 4) / 5) : Math.floor((ms * 3) / 4));
  const isRolling = limit.rule === 'ROLLING_WORKING_TIME';
  const first = isRolling
    ? timetable.rollForward(start, share(timetable.workBetween(start, due)))
    : start + share(due - start);
  const oneDayBefore = (): number => {
    if (isRolling) return timetable.rollBack(due, dayMsOf(limit.rule, calendar));
    return limit.rule === 'CONTINUOUS' ? due - DAY_MS : dayEndingAt(due) * DAY_MS;
  };
  const points = isOfDays && !isShort ? [first, oneDayBefore()] : [first];
  return points
    .filter((point) => point > start)
    .toSorted((a, b) => a - b)
    .map((point) => timetable.instantOf(point));
};
