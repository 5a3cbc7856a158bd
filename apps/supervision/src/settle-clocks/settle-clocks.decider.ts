import {
  assignmentOf,
  caseFold,
  type CaseState,
  type EventsOwnedBy,
  isOver,
  leadOf,
  noCase,
  refuse,
  type SlaStage,
} from '@bihuan/case';
import { Command, type Decider, fold, type Occasion } from '@bihuan/kernel';
import type { ReferenceHistory } from '@bihuan/reference';
import { CalendarMissing } from '@bihuan/working-time';
import type { Cause, ClockJournal } from '../domain/clock-journal.fold.js';
import type { Clock } from '../domain/clock.policy.js';
import { breached, started, type Step, warned } from './clock-steps.policy.js';
import { touch } from './touch-clock.policy.js';
import { ruleOf, stagesStartedBy } from '../domain/clock-table.policy.js';
import { type Start, termsFor } from './clock-terms.policy.js';

export class SettleClocks extends Command<{ caseId: string }> {}

type Fact = EventsOwnedBy<'supervision'>;
type Occurrence = Pick<Cause['meta'], 'eventId' | 'position' | 'recordedAt'>;

/** The life of a case as far as it has been gone through. */
interface Walk {
  readonly journal: ClockJournal;
  readonly occasion: Occasion<ReferenceHistory>;
  readonly state: CaseState;
  /** In the order they started, the stopped ones too. */
  readonly clocks: readonly Clock[];
  /** What the stream does not say yet, in order. */
  readonly facts: readonly Fact[];
}

/** What a running clock has to say, and when. `point` 0 is its end. */
interface Due {
  readonly clock: Clock;
  readonly at: string;
  readonly point: number;
}

const withStep = (walk: Walk, { clock, facts }: Step): Walk => ({
  ...walk,
  clocks: walk.clocks.map((known) => (known.clockId === clock.clockId ? clock : known)),
  facts: [...walk.facts, ...facts],
});

function duesOf(clock: Clock): readonly Due[] {
  if (clock.stopped || clock.paused) return [];
  const points = clock.warnAt.map((at, index) => ({ clock, at, point: index + 1 }));
  const silent = points.filter(({ point }) => !clock.warned.includes(point));
  return clock.isBreached ? silent : [...silent, { clock, at: clock.dueAt, point: 0 }];
}

/** What is due until an instant; after the end of the case nothing is, but of a clock that outlives it. */
function isReached({ state }: Walk, { clock, at }: Due, until: string): boolean {
  const isHeld = isOver(state.status) && ruleOf(clock.stage).outlivesTheCase !== true;
  return at <= until && (!isHeld || at <= state.statusSince);
}

const nextDue = (walk: Walk, until: string): Due | undefined =>
  walk.clocks
    .flatMap(duesOf)
    .filter((due) => isReached(walk, due, until))
    .toSorted((left, right) => (left.at < right.at ? -1 : Number(left.at > right.at)))
    .at(0);

/** Lets time go by until an instant, which is included: an event at `dueAt` is late. */
function pass(walk: Walk, until: string): Walk {
  let gone = walk;
  for (let due = nextDue(gone, until); due; due = nextDue(gone, until)) {
    const isEnd = due.point === 0;
    gone = withStep(gone, isEnd ? breached(due.clock) : warned(due.clock, due.point));
    if (isEnd) gone = askForExplanation(gone, due.clock);
  }
  return gone;
}

/** HANDLING of the present lead, while it lasts: what a helper's time is taken from. */
function handlingOf({ clocks, state }: Walk): Clock | undefined {
  const lead = leadOf(state)?.assignmentId;
  return clocks.findLast(
    ({ stage, assignment, stopped: end }) => stage === 'HANDLING' && !end && assignment?.assignmentId === lead,
  );
}

/** HANDLING of the same unit in the same round, if it ended by a granted return. */
const gaveBackBy = ({ clocks }: Walk, { assignment }: Pick<Start, 'assignment'>): Clock | undefined =>
  clocks.findLast(
    (clock) =>
      clock.stage === 'HANDLING' &&
      clock.stopped?.by === 'AssignmentReturnApproved' &&
      clock.round === assignment?.round &&
      clock.assignment?.unitId === assignment.unitId,
  );

type Starting = Pick<Start, 'stage' | 'startAt' | 'assignment'> & { readonly ofClockId?: string };

/** Starts a clock, unless there is no limit for it. */
function start(walk: Walk, starting: Starting, by: Occurrence): Walk {
  const { journal, occasion, state } = walk;
  const { stage, assignment } = starting;
  const clockId = occasion.idOf(`${stage}/${by.eventId}/${assignment?.assignmentId ?? ''}`);
  const written = journal.written[clockId];
  const on: Start = {
    ...starting,
    state,
    reference: occasion.reference.inForceFor({ position: by.position, recordedAt: starting.startAt }),
    handling: handlingOf(walk),
    gaveBack: gaveBackBy(walk, starting),
  };
  const terms = written?.terms ?? termsFor(on);
  if (!terms) return walk;
  const naming = { clockId, byEventId: by.eventId, round: assignment?.round ?? state.round };
  const { clock, facts } = started(on, { ...naming, ofClockId: starting.ofClockId }, terms, written);
  return { ...walk, clocks: [...walk.clocks, clock], facts: [...walk.facts, ...facts] };
}

/**
 * 超时说明: due from the breach of HANDLING on, once its SlaBreached stands in the stream and has an id. The policies are
 * those of the breached `dueAt`, however late it was found.
 */
function askForExplanation(walk: Walk, { stage, clockId, dueAt, assignment, written }: Clock): Walk {
  if (stage !== 'HANDLING' || !written?.breach) return walk;
  const starting = { stage: 'BREACH_EXPLANATION', startAt: dueAt, assignment, ofClockId: clockId } as const;
  return start(walk, starting, { ...written.breach, recordedAt: dueAt });
}

const assignmentBy = (stage: SlaStage, cause: Cause, state: CaseState) =>
  ruleOf(stage).isOfUnit && 'assignmentId' in cause.data ? assignmentOf(state, cause.data.assignmentId) : undefined;

/** Goes through one event: first the time until it, then what it does to the clocks there are, then what it starts. */
function follow(walk: Walk, cause: Cause): Walk {
  const { recordedAt } = cause.meta;
  const until = pass(walk, recordedAt);
  const state = fold({ ...caseFold, initialState: until.state }, [cause]);
  const reference = walk.occasion.reference;
  const happening = { cause, before: until.state, state, reference };
  const touched = until.clocks.reduce<Walk>((on, clock) => withStep(on, touch(clock, happening)), { ...until, state });
  return stagesStartedBy(cause, state).reduce(
    (on, stage) => start(on, { stage, startAt: recordedAt, assignment: assignmentBy(stage, cause, state) }, cause.meta),
    touched,
  );
}

/**
 * 时限结算: what the clocks of a case have to say by now and the stream does not say yet. It goes through the whole life of
 * the case and takes every instant from its events, so it does not matter what woke it, or how often, or how late.
 * @throws Refusal CALENDAR_MISSING when a limit needs a year without calendar and the tenant counts on no guess
 */
export const settleClocks: Decider<SettleClocks, ClockJournal, Fact, ReferenceHistory> = (_, journal, occasion) => {
  const born: Walk = { journal, occasion, state: noCase, clocks: [], facts: [] };
  try {
    const lived = journal.causes.reduce(follow, born);
    return pass(lived, occasion.now).facts;
  } catch (error) {
    if (error instanceof CalendarMissing)
      refuse('CALENDAR_MISSING', { calendarId: error.calendarId, year: error.year });
    throw error;
  }
};
