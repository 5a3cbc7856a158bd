import type { Calendar } from './calendar.js';
import { type Deadline, asDeadline, endOf } from './count.js';
import type { Limit } from './limit.js';
import { timetableOf } from './timetable.js';

/**
 * 截止时间: when a limit that begins at an instant ends, by the five counting rules (民法典 第二百零一、二百零三条).
 * @throws CalendarMissing when the count begins before the first calendar year, or leaves the last under REFUSE
 * @throws InvalidLimit when the amount is no whole number ≥1, has the wrong unit or exceeds `MAX_LIMIT_DAYS`
 */
export const deadline = (startAt: string, limit: Limit, calendar: Calendar): Deadline =>
  asDeadline(endOf(timetableOf(calendar).localOf(startAt), limit, calendar), limit.rule, calendar);
