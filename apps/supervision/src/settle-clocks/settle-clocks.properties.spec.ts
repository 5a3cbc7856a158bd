import { caseCatalogue, caseFold, type EventsOwnedBy } from '@bihuan/case';
import { canonicalJson, foldStream } from '@bihuan/kernel';
import { calendarOf } from '@bihuan/reference';
import { demoReference, uuidOf } from '@bihuan/testing';
import {
  civilDateOf,
  instantAfter,
  type Limit,
  msBetween,
  workingDaysBetween,
  workingMsBetween,
} from '@bihuan/working-time';
import fc from 'fast-check';
import { clockJournalFold } from '../domain/clock-journal.fold.js';
import { nextWakeAt } from '../domain/next-wake.policy.js';
import { type Append, CaseLife } from './case-life.contract.js';
import { demandedLives, END, lives, wakes, wokenAlways, wokenAt } from './case-lives.contract.js';

type Fact = EventsOwnedBy<'supervision'>;
type FactOf<Type extends Fact['type']> = Extract<Fact, { type: Type }>;
type Facts = readonly Fact[];

const ofType = <Type extends Fact['type']>(facts: Facts, type: Type): readonly FactOf<Type>[] =>
  facts.filter((fact): fact is FactOf<Type> => fact.type === type);
const has = (facts: Facts, type: Fact['type']): boolean => facts.some((fact) => fact.type === type);

/** The clocks' facts, clock by clock, each in the order of the stream. */
const byClock = (life: CaseLife): Readonly<Record<string, Facts>> => {
  const groups: Record<string, Fact[]> = {};
  for (const fact of life.facts()) (groups[fact.data.clockId] ??= []).push(fact);
  return groups;
};

function endAfter(before: string, { data }: Fact): string {
  if ('terms' in data) return data.terms.dueAt;
  if ('newDueAt' in data) return data.newDueAt;
  return 'resumedAt' in data ? data.dueAt : before;
}

/** Where each fact of a clock leaves its end. */
function endsOf(facts: Facts): readonly string[] {
  const ends: string[] = [];
  for (const fact of facts) ends.push(endAfter(ends.at(-1) ?? '', fact));
  return ends;
}

/** When the fact halts the clock; undefined when it does not. */
function haltedAt({ data }: Fact): string | undefined {
  if ('pausedAt' in data) return data.pausedAt;
  return 'stoppedAt' in data ? data.stoppedAt : undefined;
}

/** Whether some stretch of the clock's running reached its end. */
function isOverdue(facts: Facts): boolean {
  const ends = endsOf(facts);
  const halts = facts.map((fact, index) => [haltedAt(fact), ends[index] ?? ''] as const);
  const isHalted = has(facts, 'SlaStopped') || ofType(facts, 'SlaPaused').length > ofType(facts, 'SlaResumed').length;
  return halts.some(([at = '', dueAt]) => dueAt <= at) || (!isHalted && (ends.at(-1) ?? '') <= END);
}

/** How a clock may end, as far as its breach tells. */
const mayEnd = (facts: Facts): readonly string[] => [has(facts, 'SlaBreached') ? 'LATE' : 'MET', 'CANCELLED'];

/** The ends of a clock that only pauses have moved. */
const endsByPauses = (facts: Facts): readonly string[] => (has(facts, 'SlaDeadlineMoved') ? [] : endsOf(facts));

const ids = { clockId: uuidOf(1), byEventId: uuidOf(2) };
/** What the ledger says against a fact, once its ids are such as the ledger has them. */
const faultOf = ({ type, data }: Fact): unknown =>
  caseCatalogue[type]?.schema.safeParse({ ...data, ...('byEventId' in data ? ids : { clockId: ids.clockId }) }).error;

const calendar = calendarOf('CN-STATE', demoReference('2025-08-07T07:00:00.000Z'));
const day = (instant: string): string => civilDateOf(instant, calendar);
// 24:00 of a day belongs to the day it ends.
const dayEnding = (instant: string): string => day(instantAfter(instant, -1));

type Stretch = readonly [from: string, to: string];
const measures: Readonly<Record<string, (stretch: Stretch) => number>> = {
  CONTINUOUS: ([from, to]) => msBetween(from, to),
  ROLLING_WORKING_TIME: ([from, to]) => workingMsBetween(from, to, calendar),
  WHOLE_WORKING_DAYS: ([from, to]) => workingDaysBetween(day(from), day(to), calendar),
};
const lastMeasures: typeof measures = {
  ...measures,
  WHOLE_WORKING_DAYS: ([from, to]) => workingDaysBetween(day(from), dayEnding(to), calendar),
};
const measured = ({ rule }: Limit, stretches: readonly Stretch[]): number =>
  stretches.slice(0, -1).reduce((sum, stretch) => sum + (measures[rule]?.(stretch) ?? 0), 0) +
  stretches.slice(-1).reduce((sum, stretch) => sum + (lastMeasures[rule]?.(stretch) ?? 0), 0);

/** The stretches in which a clock has run until it would be due, and the one stretch it was given. */
function runsOf(facts: Facts): readonly { limit: Limit; ran: readonly Stretch[]; given: readonly Stretch[] }[] {
  const isOnlyPaused = !has(facts, 'SlaDeadlineMoved') && !has(facts, 'SlaBreached');
  return ofType(facts, 'SlaStarted').flatMap(({ data: { terms } }) => {
    const resumptions = ofType(facts, 'SlaResumed').map(({ data }) => data);
    const froms = [terms.startAt, ...resumptions.map(({ resumedAt }) => resumedAt)];
    const pauses = ofType(facts, 'SlaPaused').map(({ data }) => data.pausedAt);
    const tos = [...pauses.slice(0, resumptions.length), resumptions.at(-1)?.dueAt ?? terms.dueAt];
    const ran = froms.map((from, index): Stretch => [from, tos[index] ?? '']);
    return isOnlyPaused ? [{ limit: terms.limit, ran, given: [[terms.startAt, terms.dueAt] as const] }] : [];
  });
}

/** Wakes as the timer does, until no clock has anything to say before the end. */
function wokenByTimer(life: readonly Append[]): { timed: CaseLife; idle: number } {
  const timed = new CaseLife();
  let idle = 0;
  for (const [index, append] of life.entries()) {
    timed.tell(...append).wake(append[0]);
    const until = life[index + 1]?.[0] ?? END;
    for (
      let next = nextWakeAt(foldStream(caseFold, timed.recorded()));
      next !== null && next <= until;
      next = nextWakeAt(foldStream(caseFold, timed.recorded()))
    ) {
      const before = timed.facts().length;
      timed.wake(next);
      if (timed.facts().length === before) return { timed, idle: idle + 1 };
    }
  }
  return { timed, idle };
}

/** For every clock of every life, woken at any times. */
const always = (check: (facts: Facts) => void): void => {
  fc.assert(
    fc.property(lives, wakes, (life, delays) => {
      Object.values(byClock(wokenAt(life, delays))).forEach(check);
    }),
  );
};

// 200 lives × 5.
const ORDERS = 5;

describe('the clocks of a case, whatever happened to it', () => {
  it('say the same in a thousand orders of wake-ups, however often and however late', () => {
    const orders = fc.array(wakes, { minLength: ORDERS, maxLength: ORDERS });
    fc.assert(
      fc.property(fc.oneof(lives, demandedLives), orders, (life, schedules) => {
        const usual = canonicalJson(byClock(wokenAlways(life)));
        expect(schedules.map((delays) => canonicalJson(byClock(wokenAt(life, delays))))).toEqual(
          schedules.map(() => usual),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('say the same by the timer, which never wakes for nothing', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { timed, idle } = wokenByTimer(life);
        expect(idle).toBe(0);
        expect(byClock(timed.wake(END))).toEqual(byClock(wokenAlways(life)));
      }),
    );
  });

  it('say nothing twice: settling again at the same instant writes nothing', () => {
    fc.assert(
      fc.property(lives, wakes, (life, delays) => {
        expect(wokenAt(life, delays).due(END)).toEqual([]);
      }),
    );
  });

  it('are folded to the same bytes at once and event by event', () => {
    fc.assert(
      fc.property(lives, wakes, (life, delays) => {
        const events = wokenAt(life, delays).recorded();
        const { evolve, initialState } = clockJournalFold;
        const oneByOne = events.reduce(
          (state, event) => foldStream({ evolve, initialState: state }, [event]),
          initialState,
        );
        expect(canonicalJson(oneByOne)).toBe(canonicalJson(foldStream(clockJournalFold, events)));
      }),
    );
  });

  it('are told by facts that the ledger takes', () => {
    always((facts) => {
      expect(facts.map(faultOf)).toEqual(facts.map(() => undefined));
    });
  });

  it('end earlier by nothing but a higher urgency (I-06)', () => {
    always((facts) => {
      const ends = endsOf(facts);
      const moves = ofType(facts, 'SlaDeadlineMoved');
      expect(moves.map(({ data }) => data.cause)).toEqual(moves.map(() => 'URGENCY_UPGRADE'));
      expect(moves.map(({ data }) => data.oldDueAt)).toEqual(moves.map((move) => ends[facts.indexOf(move) - 1]));
      expect(endsByPauses(facts)).toEqual(endsByPauses(facts).toSorted());
    });
  });

  it('are breached once at most, and warn once at most for each point (I-07, I-09)', () => {
    always((facts) => {
      const points = ofType(facts, 'SlaWarned').map(({ data }) => data.point);
      expect(points).toEqual([...new Set(points)]);
      expect(ofType(facts, 'SlaBreached').length).toBeLessThanOrEqual(1);
    });
  });

  it('are breached if and only if they ran until they were due, and only then end late (I-08)', () => {
    always((facts) => {
      expect(has(facts, 'SlaBreached')).toBe(isOverdue(facts));
      const outcomes = ofType(facts, 'SlaStopped').map(({ data }) => data.outcome);
      expect(mayEnd(facts)).toEqual(expect.arrayContaining(outcomes));
    });
  });

  it('say nothing more once they have stopped (I-08)', () => {
    always((facts) => {
      expect(facts.slice(0, -1).map(({ type }) => type)).not.toContain('SlaStopped');
    });
  });

  it('begin with the event that starts them, or with the breach that they explain (I-11)', () => {
    fc.assert(
      fc.property(lives, wakes, (life, delays) => {
        const woken = wokenAt(life, delays);
        const recordedAt = new Map(woken.recorded().map(({ meta }) => [meta.eventId, meta.recordedAt]));
        const starts = ofType(woken.facts(), 'SlaStarted').filter(({ data }) => data.stage !== 'BREACH_EXPLANATION');
        expect(starts.map(({ data }) => data.terms.startAt)).toEqual(
          starts.map(({ data }) => recordedAt.get(data.byEventId)),
        );
      }),
    );
  });

  it('give before and after their pauses what they were given at once (I-12)', () => {
    always((facts) => {
      const runs = runsOf(facts);
      expect(runs.map(({ limit, ran }) => measured(limit, ran))).toEqual(
        runs.map(({ limit, given }) => measured(limit, given)),
      );
    });
  });
});
