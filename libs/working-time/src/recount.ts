import type { Calendar } from './calendar.js';
import { dateOf, dayOf } from './civil-time.js';
import { type Count, type Deadline, dayEndingAt } from './count.js';
import { deadline } from './deadline.js';
import { extend } from './extension.js';
import type { Limit } from './limit.js';
import { type Pause, resume } from './pause.js';
import { timetableOf } from './timetable.js';

/** Time granted to a clock (延期). */
export interface Extension {
  readonly add: Limit;
}

/** What has moved a clock so far. */
export type Move = Pause | Extension;

/** How a clock came to where it is. */
export interface History {
  readonly startAt: string;
  readonly limit: Limit;
  /** Pauses that have ended, and extensions, oldest first. */
  readonly moves: readonly Move[];
}

/**
 * The whole count anew: the limit from its start, then every move again by the limit's rule.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const recount = ({ startAt, limit, moves }: History, calendar: Calendar): Deadline => {
  let end = deadline(startAt, limit, calendar);
  for (const move of moves) {
    const count: Count = { startAt, limit, ...end };
    end = 'add' in move ? extend(count, move.add, calendar) : resume(count, move, calendar);
  }
  return end;
};

/** A deadline set to a floor ends its count there, so that a later pause cannot fall back behind it. */
const setTo = (floorAt: string, end: Deadline, calendar: Calendar): Deadline => {
  const timetable = timetableOf(calendar);
  const floorDay = dayEndingAt(timetable.localOf(floorAt));
  if (end.lastDay === undefined) return { ...end, dueAt: floorAt };
  return { ...end, dueAt: floorAt, lastDay: dateOf(Math.max(floorDay, dayOf(end.lastDay))) };
};

/** The new end where it is later than the old; an earlier one not before the floor, and then not after the old. */
const earlierOnlyTo = (floorAt: string, oldDueAt: string, end: Deadline, calendar: Calendar): Deadline => {
  // Instants are written so that they sort as texts.
  if (end.dueAt >= oldDueAt || end.dueAt >= floorAt) return end;
  return setTo(floorAt < oldDueAt ? floorAt : oldDueAt, end, calendar);
};

/** An urgency raised while a clock runs. */
export interface UrgencyUpgrade extends History {
  /** Where the clock ends now. */
  readonly dueAt: string;
  /** When the urgency was raised. */
  readonly upgradedAt: string;
  /** The limit of the first contact under the new urgency; undefined when it has none. */
  readonly firstContactLimit: Limit | undefined;
}

/**
 * 升级紧急程度: the new limit (`limit`) from the original start, with the ended pauses taken again. Earlier is allowed,
 * but not before the first-contact limit counted from the upgrade, unless the old deadline lay before that.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const recountForUrgency = (upgrade: UrgencyUpgrade, calendar: Calendar): Deadline => {
  const { dueAt, upgradedAt, firstContactLimit } = upgrade;
  const end = recount(upgrade, calendar);
  if (firstContactLimit === undefined) return end;
  return earlierOnlyTo(deadline(upgradedAt, firstContactLimit, calendar).dueAt, dueAt, end, calendar);
};

/** A calendar published while a provisional clock runs. */
export interface CalendarLoaded extends History {
  /** Where the clock ends now. */
  readonly dueAt: string;
  /** When the calendar was published. */
  readonly loadedAt: string;
}

/**
 * The count under a calendar just published. Earlier is allowed, but not before one working day from then (of the
 * clock's rule), unless the old deadline lay before that.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const recountForCalendar = (loaded: CalendarLoaded, calendar: Calendar): Deadline => {
  const rule = loaded.limit.rule === 'ROLLING_WORKING_TIME' ? 'ROLLING_WORKING_TIME' : 'WHOLE_WORKING_DAYS';
  const floorAt = deadline(loaded.loadedAt, { rule, amount: 1, unit: 'DAY' }, calendar).dueAt;
  return earlierOnlyTo(floorAt, loaded.dueAt, recount(loaded, calendar), calendar);
};
