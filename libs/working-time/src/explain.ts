import type { Calendar } from './calendar.js';
import { DAY_MS } from './civil-time.js';
import { dayEndingAt, endOf, endOfDay, type End } from './count.js';
import type { Limit } from './limit.js';
import { type DayKind, type Timetable, timetableOf } from './timetable.js';

export type StepKind =
  | 'COUNTED'
  | 'SKIPPED_HOLIDAY'
  | 'SKIPPED_WEEKEND'
  | 'MAKE_UP_DAY'
  | 'OFF_HOURS'
  | 'START_DAY'
  | 'MOVED_TO_WORKING_DAY';

/** One stretch of a count. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly kind: StepKind;
  /** Used at its end: days for rules that count days and UNTIL_DATE, milliseconds for the others. */
  readonly amountAfter: number;
}

/** A stretch in local milliseconds. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly kind: StepKind;
  readonly amountAfter: number;
}

type Stretches = Iterable<Stretch>;

const kinds: Readonly<Record<DayKind, StepKind>> = {
  WORKING: 'COUNTED',
  MAKE_UP: 'MAKE_UP_DAY',
  WEEKEND: 'SKIPPED_WEEKEND',
  HOLIDAY: 'SKIPPED_HOLIDAY',
};

const startOf = (day: number): number => day * DAY_MS;

function* wholeWorkingDays(start: number, { due }: End, timetable: Timetable): Stretches {
  const startDay = Math.floor(start / DAY_MS);
  let amountAfter = 0;
  yield { from: start, to: endOfDay(startDay), kind: 'START_DAY', amountAfter };
  for (let day = startDay + 1; day <= dayEndingAt(due); day += 1) {
    if (timetable.isWorking(day)) amountAfter += 1;
    yield { from: startOf(day), to: endOfDay(day), kind: kinds[timetable.kindOf(day)], amountAfter };
  }
}

function* dates(start: number, { due, lastDay = 0 }: End): Stretches {
  const startDay = Math.floor(start / DAY_MS);
  const amountAfter = Math.max(0, lastDay - startDay);
  // A date that is today, or past, ends within the start day or by the least time: nothing is counted.
  const counted = Math.min(due, endOfDay(lastDay));
  const from = amountAfter > 0 ? endOfDay(startDay) : due;
  yield { from: start, to: from, kind: 'START_DAY', amountAfter: 0 };
  if (from < counted) yield { from, to: counted, kind: 'COUNTED', amountAfter };
  if (amountAfter > 0 && counted < due) yield { from: counted, to: due, kind: 'MOVED_TO_WORKING_DAY', amountAfter };
}

function* withinDay(from: number, to: number, timetable: Timetable, usedBefore: number): Stretches {
  const day = Math.floor(from / DAY_MS);
  const kind = kinds[timetable.kindOf(day)];
  let at = from;
  let amountAfter = usedBefore;
  for (const span of timetable.hoursOf(day).spans) {
    const opens = Math.min(Math.max(startOf(day) + span.from, at), to);
    const closes = Math.min(Math.max(startOf(day) + span.to, at), to);
    if (at < opens) yield { from: at, to: opens, kind: 'OFF_HOURS', amountAfter };
    amountAfter += closes - opens;
    if (opens < closes) yield { from: opens, to: closes, kind, amountAfter };
    at = closes;
  }
  if (at < to) yield { from: at, to, kind: 'OFF_HOURS', amountAfter };
}

function* rollingWorkingTime(start: number, { due }: End, timetable: Timetable): Stretches {
  for (let day = Math.floor(start / DAY_MS); day <= dayEndingAt(due); day += 1) {
    const from = Math.max(start, startOf(day));
    const to = Math.min(due, endOfDay(day));
    const usedBefore = timetable.workBetween(start, from);
    const isWhole = to - from === DAY_MS;
    // Days worked in full are told as days: a count of months would else be a list of lunch breaks.
    if (timetable.isWorking(day) && !isWhole) yield* withinDay(from, to, timetable, usedBefore);
    else yield { from, to, kind: kinds[timetable.kindOf(day)], amountAfter: timetable.workBetween(start, to) };
  }
}

const stretches = (start: number, limit: Limit, calendar: Calendar): Stretches => {
  const end = endOf(start, limit, calendar);
  const timetable = timetableOf(calendar);
  if (limit.rule === 'WHOLE_WORKING_DAYS') return wholeWorkingDays(start, end, timetable);
  if (limit.rule === 'ROLLING_WORKING_TIME') return rollingWorkingTime(start, end, timetable);
  if (limit.rule !== 'CONTINUOUS') return dates(start, end);
  return [{ from: start, to: end.due, kind: 'COUNTED', amountAfter: end.due - start }];
};

/**
 * How `deadline` came to its answer: stretches without a gap from the start to `dueAt`, oldest first, runs of equal days
 * as one. A rolling count tells its first and last day by hours.
 * @throws CalendarMissing and InvalidLimit as `deadline` does
 */
export const explain = (startAt: string, limit: Limit, calendar: Calendar): readonly Step[] => {
  const timetable = timetableOf(calendar);
  const runs: Stretch[] = [];
  for (const stretch of stretches(timetable.localOf(startAt), limit, calendar)) {
    const last = runs.at(-1);
    if (last?.kind === stretch.kind) runs[runs.length - 1] = { ...stretch, from: last.from };
    else runs.push(stretch);
  }
  return runs.map(({ from, to, kind, amountAfter }) => ({
    from: timetable.instantOf(from),
    to: timetable.instantOf(to),
    kind,
    amountAfter,
  }));
};
