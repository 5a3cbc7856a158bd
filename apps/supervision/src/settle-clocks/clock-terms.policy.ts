import type { Assignment, CaseState, SlaStage, Terms } from '@bihuan/case';
import { calendarOf, limitFor, type PolicyFacts, type ReferenceData } from '@bihuan/reference';
import {
  type Calendar,
  civilDateOf,
  coReportDeadline,
  type Count,
  type Deadline,
  deadline,
  instantAfter,
  lessUsed,
  type Limit,
  msBetween,
  type UpstreamDeadline,
  warnPoints,
  withUpstreamLimit,
  workingMsBetween,
} from '@bihuan/working-time';
import type { Clock } from '../domain/clock.policy.js';

/** What a clock is to be started on. */
export interface Start {
  readonly stage: SlaStage;
  readonly startAt: string;
  /** The case as it is with the event that starts the clock. */
  readonly state: CaseState;
  readonly assignment: Assignment | undefined;
  /** In force for that event. */
  readonly reference: ReferenceData;
  /** HANDLING of the present lead, while it lasts. */
  readonly handling: Clock | undefined;
  /** HANDLING of the same unit in the same round, which ended by a granted return. */
  readonly gaveBack: Clock | undefined;
}

/** A limit, and where it comes from. */
interface Given {
  readonly policyId: string;
  readonly policyVersion: number;
  readonly limit: Limit;
  readonly calendar: Calendar;
}

const ofClassification = ({ classification, urgencyHint }: CaseState): PolicyFacts =>
  classification ?? { urgency: urgencyHint ?? undefined };

/** What the selectors of policies ask of a case. */
const policyFacts = (state: CaseState, assignment: Assignment | undefined): PolicyFacts => ({
  ...ofClassification(state),
  nature: state.nature,
  channel: state.channel,
  sourceSystem: state.sourceSystem,
  round: assignment?.round ?? state.round,
  limitPolicyId: assignment?.limitPolicyId ?? undefined,
});

/** What the policies give; undefined where they give no clock. */
export function givenByPolicy(start: Omit<Start, 'gaveBack'>): Given | undefined {
  const { stage, startAt, state, assignment, reference, handling } = start;
  const terms = limitFor(stage, policyFacts(state, assignment), reference, {
    startDay: civilDateOf(startAt, reference.settings),
    rectifyBy: state.classification?.rectifyBy,
    handling: handling?.limit,
  });
  if (!terms?.limit) return undefined;
  const { policy, limit } = terms;
  const { policySetVersion: policyVersion } = reference.policySet;
  return { policyId: policy.policyId, policyVersion, limit, calendar: calendarOf(policy.calendarId, reference) };
}

/** A unit that gave the case back and gets it again goes on with what is left of its time. */
const leftOver = (clock: Clock, returnedAt: string, reference: ReferenceData): Given => ({
  policyId: clock.policyId,
  policyVersion: clock.policyVersion,
  limit: lessUsed(clock, returnedAt, clock.calendar),
  calendar: calendarOf(clock.calendar.calendarId, reference),
});

function givenTo(start: Start): Given | undefined {
  const { stage, gaveBack, reference } = start;
  return stage === 'HANDLING' && gaveBack?.stopped
    ? leftOver(gaveBack, gaveBack.stopped.at, reference)
    : givenByPolicy(start);
}

/** 上级时限: HANDLING ends before the instant that a higher platform demands. */
export function cutByDemand(
  own: Deadline,
  { startAt, externalDueAt, reference }: Pick<Clock, 'startAt' | 'externalDueAt' | 'reference'>,
  calendar: Calendar,
): UpstreamDeadline {
  if (externalDueAt === null) return own;
  return withUpstreamLimit(own, { startAt, externalDueAt, buffer: reference.settings.upstreamBuffer }, calendar);
}

/** A higher platform limits the handling; how long the rest takes is the centre’s own affair. */
export const demandOn = (stage: SlaStage, { externalDueAt }: CaseState): string | null =>
  stage === 'HANDLING' ? externalDueAt : null;

function endOf(start: Start, { limit, calendar }: Given): UpstreamDeadline {
  const { stage, startAt, state, reference, handling } = start;
  // A helper is never due later than the lead.
  if (stage === 'CO_REPORT' && handling) return coReportDeadline(startAt, limit, handling, calendar);
  const externalDueAt = demandOn(stage, state);
  return cutByDemand(deadline(startAt, limit, calendar), { startAt, externalDueAt, reference }, calendar);
}

/** The instant at which a share of the time is gone, as the rule counts it. */
function shareAt({ startAt, limit, dueAt }: Count, percent: number, calendar: Calendar): string {
  if (limit.rule !== 'ROLLING_WORKING_TIME') {
    return instantAfter(startAt, Math.floor((msBetween(startAt, dueAt) * percent) / 100));
  }
  const seconds = Math.floor((workingMsBetween(startAt, dueAt, calendar) * percent) / 100_000);
  return deadline(startAt, { rule: limit.rule, amount: Math.max(1, seconds), unit: 'SECOND' }, calendar).dueAt;
}

/** 预警点, oldest first: those of the policy, else the usual ones. */
export function warnsOf(
  count: Count,
  { policyId, reference, calendar }: Pick<Clock, 'policyId' | 'reference' | 'calendar'>,
): readonly string[] {
  const percents = reference.policySet.policies.find((policy) => policy.policyId === policyId)?.warn;
  if (!percents) return warnPoints(count, calendar);
  const points = percents.map((percent) => shareAt(count, percent, calendar));
  return points.filter((point) => point > count.startAt).toSorted();
}

function termsOf(start: Start, given: Given, end: UpstreamDeadline): Terms {
  const { startAt, reference } = start;
  const { policyId, policyVersion, limit, calendar } = given;
  const { dueAt, lastDay, provisional, flags } = end;
  return {
    policyId,
    policyVersion,
    limit,
    startAt,
    dueAt,
    lastDay,
    calendarId: calendar.calendarId,
    calendarVersion: calendar.calendarVersion,
    provisional,
    warnAt: warnsOf({ startAt, limit, dueAt, lastDay }, { policyId, reference, calendar }),
    flags,
  };
}

/** Clocks that there are only beside HANDLING of the lead. */
const besideHandling: ReadonlySet<SlaStage> = new Set(['CO_REPORT', 'INTERIM_REPLY']);

/**
 * The resolved limit of a clock; undefined where there is no clock: no policy matches, the policy says none, the lead of
 * a helper has no HANDLING, or HANDLING is due no later than the interim reply would be.
 * @throws CalendarMissing as `deadline` does
 */
export function termsFor(start: Start): Terms | undefined {
  const { stage, handling } = start;
  if (besideHandling.has(stage) && !handling) return undefined;
  const given = givenTo(start);
  if (!given) return undefined;
  const end = endOf(start, given);
  const isNeedless = stage === 'INTERIM_REPLY' && handling !== undefined && handling.dueAt <= end.dueAt;
  return isNeedless ? undefined : termsOf(start, given, end);
}
