import type { Calendar } from './calendar.js';
import { DAY_MS } from './civil-time.js';
import { type Count, type Deadline, type End, asDeadline, daysLater, endBy } from './count.js';
import type { CountingRule } from './limit.js';
import { type Timetable, timetableOf } from './timetable.js';

/** 挂起: a stretch in which a clock does not run. */
export interface Pause {
  readonly pausedAt: string;
  readonly resumedAt: string;
}

const daysBetween = (rule: CountingRule, from: number, to: number, timetable: Timetable): number => {
  const fromDay = Math.floor(from / DAY_MS);
  const toDay = Math.floor(to / DAY_MS);
  return rule === 'WHOLE_WORKING_DAYS' ? timetable.workingDaysBetween(fromDay, toDay) : toDay - fromDay;
};

const resumed = (count: Count, { pausedAt, resumedAt }: Pause, timetable: Timetable): End => {
  const end = endBy(count, timetable);
  const from = timetable.localOf(pausedAt);
  const to = timetable.localOf(resumedAt);
  // The breach stays: time that was over before the pause does not come back.
  if (from >= end.due || to <= from) return end;
  const { rule } = count.limit;
  if (rule === 'CONTINUOUS') return { due: end.due + to - from };
  if (rule === 'ROLLING_WORKING_TIME') return { due: timetable.rollForward(to, timetable.workBetween(from, end.due)) };
  const days = daysBetween(rule, from, to, timetable);
  return days === 0 ? end : daysLater(count, days, timetable);
};

/**
 * The deadline after a pause. Never earlier than before it; a pause that began at or after `dueAt` moves nothing.
 * @throws CalendarMissing as `deadline` does
 */
export const resume = (count: Count, pause: Pause, calendar: Calendar): Deadline => {
  const timetable = timetableOf(calendar);
  const { due } = endBy(count, timetable);
  const end = resumed(count, pause, timetable);
  // A deadline that was set to a floor outside the rule may lie beyond what the rule would give.
  return asDeadline({ ...end, due: Math.max(due, end.due) }, count.limit.rule, calendar);
};
