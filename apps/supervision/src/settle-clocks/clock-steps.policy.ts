import { type CaseState, type EventsOwnedBy, fact, type Terms } from '@bihuan/case';
import { calendarOf, type ReferenceData, urgencies, type Urgency } from '@bihuan/reference';
import { type Deadline, deadline, recountForUrgency, resume, usedMs } from '@bihuan/working-time';
import type { CauseType, WrittenClock, WrittenDue } from '../domain/clock-journal.fold.js';
import { type Clock, endedPauses, type PauseCause } from '../domain/clock.policy.js';
import { cutByDemand, demandOn, givenByPolicy, type Start, warnsOf } from './clock-terms.policy.js';

/** A clock one step later, and the facts that are not written yet. */
export interface Step {
  readonly clock: Clock;
  readonly facts: readonly EventsOwnedBy<'supervision'>[];
}

/** When something happened, and which event says so. */
export interface Moment {
  readonly at: string;
  readonly byEventId: string;
}

export const unmoved = (clock: Clock): Step => ({ clock, facts: [] });

/** Tells the fact unless it is written. A stopped clock gets none more, whatever today's code makes of its life. */
const step = (clock: Clock, isWritten: boolean, tell: () => EventsOwnedBy<'supervision'>): Step => ({
  clock,
  facts: isWritten || clock.written?.isStopped ? [] : [tell()],
});

const about = ({ caseId, clockId }: Clock): { caseId: string; clockId: string } => ({ caseId, clockId });

/** What a clock is called by: stage and assignment stand in its start. */
export interface Naming {
  readonly clockId: string;
  readonly byEventId: string;
  readonly round: number;
  readonly ofClockId: string | undefined;
}

function ownEnd({ startAt, limit, dueAt, lastDay, provisional, calendarVersion }: Terms, clock: OwnBasis): Deadline {
  if (clock.externalDueAt !== null) return deadline(startAt, limit, clock.calendar);
  return { dueAt, ...(lastDay === undefined ? {} : { lastDay }), provisional, calendarVersion };
}

type OwnBasis = Pick<Clock, 'externalDueAt' | 'calendar'>;

/** 计时开始, by the terms as they are written or have just been resolved. */
export function started(start: Start, naming: Naming, terms: Terms, written: WrittenClock | undefined): Step {
  const { stage, startAt, state, assignment, reference } = start;
  const { clockId, byEventId, round, ofClockId } = naming;
  const { caseId } = state;
  const basis = { externalDueAt: demandOn(stage, state), calendar: calendarOf(terms.calendarId, reference) };
  const clock: Clock = {
    caseId,
    clockId,
    stage,
    assignment,
    round,
    ofClockId,
    startAt,
    limit: terms.limit,
    policyId: terms.policyId,
    policyVersion: terms.policyVersion,
    reference,
    ...basis,
    own: ownEnd(terms, basis),
    dueAt: terms.dueAt,
    lastDay: terms.lastDay,
    warnAt: terms.warnAt,
    pauses: [],
    resumed: 0,
    moved: 0,
    paused: undefined,
    warned: [],
    isBreached: false,
    stopped: undefined,
    written,
  };
  const assignmentId = assignment?.assignmentId;
  return step(clock, written !== undefined, () =>
    fact('SlaStarted', { caseId, clockId, stage, assignmentId, round, byEventId, terms }),
  );
}

/** 预警, once for each number. */
export const warned = (clock: Clock, point: number): Step =>
  step({ ...clock, warned: [...clock.warned, point] }, clock.written?.warned.includes(point) ?? false, () =>
    fact('SlaWarned', { ...about(clock), point, dueAt: clock.dueAt }),
  );

/** 超时 */
export function breached(clock: Clock): Step {
  const { stage, dueAt, assignment, written } = clock;
  return step({ ...clock, isBreached: true }, Boolean(written?.breach), () =>
    fact('SlaBreached', { ...about(clock), stage, dueAt, unitId: assignment?.unitId }),
  );
}

/** 计时暂停 */
export function paused(clock: Clock, cause: PauseCause, { at, byEventId }: Moment): Step {
  const isWritten = clock.pauses.length < (clock.written?.pauses ?? 0);
  const pauses = [...clock.pauses, { pausedAt: at }];
  return step({ ...clock, pauses, paused: { cause, at, byEventId } }, isWritten, () =>
    fact('SlaPaused', { ...about(clock), cause, pausedAt: at, usedMs: usedMs(clock, at, clock.calendar) }),
  );
}

type End = Pick<Clock, 'own' | 'dueAt' | 'lastDay' | 'warnAt'>;

/** Lays the upstream demand on the own end again, and takes the warn points anew. */
function endBy(clock: Clock, own: Deadline): End {
  const { startAt, limit } = clock;
  const { dueAt, lastDay } = cutByDemand(own, clock, clock.calendar);
  return { own, dueAt, lastDay, warnAt: warnsOf({ startAt, limit, dueAt, lastDay }, clock) };
}

/** The end as a fact has set it; it is the own end too, where no demand cuts it. */
function endAsWritten(clock: Clock, end: End, written: WrittenDue | undefined): End {
  if (!written) return end;
  const { dueAt, warnAt } = written;
  const lastDay = written.lastDay ?? undefined;
  const { provisional, calendarVersion } = end.own;
  const asOwn: Deadline = { dueAt, ...(lastDay === undefined ? {} : { lastDay }), provisional, calendarVersion };
  return { own: clock.externalDueAt === null ? asOwn : end.own, dueAt, lastDay, warnAt };
}

/** 恢复计时: the time of the pause comes back, except where it was over before. */
export function resumed(clock: Clock, at: string): Step {
  const { paused: pause, startAt, limit, own, calendar, written } = clock;
  if (!pause) return unmoved(clock);
  const pauses = [...endedPauses(clock), { pausedAt: pause.at, resumedAt: at }];
  const ended = resume({ startAt, limit, ...own }, { pausedAt: pause.at, resumedAt: at }, calendar);
  const asWritten = written?.resumptions[clock.resumed];
  const end = clock.isBreached ? clock : endAsWritten(clock, endBy(clock, ended), asWritten);
  const { dueAt, lastDay, warnAt } = end;
  const now = { own: end.own, dueAt, lastDay, warnAt, pauses, paused: undefined, resumed: clock.resumed + 1 };
  return step({ ...clock, ...now }, asWritten !== undefined, () =>
    fact('SlaResumed', { ...about(clock), cause: pause.cause, resumedAt: at, dueAt, lastDay, warnAt }),
  );
}

const rank = (urgency: Urgency | undefined): number => (urgency ? urgencies.indexOf(urgency) : urgencies.length);

/** Whether the case became more urgent; the enum goes from the most urgent down. */
export const isMoreUrgent = (before: CaseState, now: CaseState): boolean =>
  before.classification !== null && rank(now.classification?.urgency) < rank(before.classification.urgency);

// With no limit of a first contact there is still no deadline in the past: nobody could have kept it.
const AT_ONCE = { rule: 'CONTINUOUS', amount: 1, unit: 'SECOND' } as const;

/** 升级紧急程度: the limit of the new urgency, from the same start. What is over already stays over. */
export function urged(clock: Clock, state: CaseState, upgradedAt: string, reference: ReferenceData): Step {
  const start = { stage: clock.stage, startAt: clock.startAt, state, assignment: clock.assignment, reference };
  const given = clock.isBreached ? undefined : givenByPolicy({ ...start, handling: undefined });
  if (!given) return unmoved(clock);
  const contact = givenByPolicy({ ...start, stage: 'FIRST_CONTACT', startAt: upgradedAt, handling: undefined });
  const { startAt, dueAt: oldDueAt } = clock;
  const { limit, calendar } = given;
  const upgrade = {
    startAt,
    limit,
    moves: endedPauses(clock),
    dueAt: oldDueAt,
    upgradedAt,
    firstContactLimit: contact?.limit ?? AT_ONCE,
  };
  const urgent: Clock = { ...clock, ...given, reference, moved: clock.moved + 1 };
  const counted = endBy(urgent, recountForUrgency(upgrade, calendar));
  if (counted.dueAt === oldDueAt) return unmoved(clock);
  const asWritten = clock.written?.moves[clock.moved];
  const end = endAsWritten(urgent, counted, asWritten);
  const { dueAt: newDueAt, lastDay, warnAt } = end;
  const { calendarVersion, provisional } = end.own;
  const how = { cause: 'URGENCY_UPGRADE', calendarVersion, provisional } as const;
  return step({ ...urgent, ...end }, asWritten !== undefined, () =>
    fact('SlaDeadlineMoved', { ...about(clock), oldDueAt, newDueAt, lastDay, warnAt, ...how }),
  );
}

/** 计时结束: late iff breached and not cancelled. */
export function stopped(clock: Clock, isCancelled: boolean, { at, byEventId }: Moment, by: CauseType): Step {
  const isLate = clock.isBreached || Boolean(clock.written?.breach);
  const done = isLate ? 'LATE' : 'MET';
  return step({ ...clock, paused: undefined, stopped: { at, by } }, false, () =>
    fact('SlaStopped', { ...about(clock), outcome: isCancelled ? 'CANCELLED' : done, stoppedAt: at, byEventId }),
  );
}
