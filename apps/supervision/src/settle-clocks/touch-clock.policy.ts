import type { CaseState } from '@bihuan/case';
import type { ReferenceHistory } from '@bihuan/reference';
import type { Cause } from '../domain/clock-journal.fold.js';
import type { Clock } from '../domain/clock.policy.js';
import { ruleOf, type Touches, touches } from '../domain/clock-table.policy.js';
import {
  isMoreUrgent,
  type Moment,
  paused,
  resumed,
  type Step,
  stopped,
  unmoved,
  urged,
} from './clock-steps.policy.js';

/** An event, and the case before it and with it. */
export interface Happening {
  readonly cause: Cause;
  readonly before: CaseState;
  readonly state: CaseState;
  readonly reference: ReferenceHistory;
}

const momentOf = ({ meta: { recordedAt, eventId } }: Cause): Moment => ({ at: recordedAt, byEventId: eventId });

const is = (when: Touches, clock: Clock, { cause, state }: Happening): boolean => touches(when, cause, clock, state);

function stop(clock: Clock, happening: Happening): Step | undefined {
  const { stopsAt, stopsAsOfPause, cancelledAt } = ruleOf(clock.stage);
  const { cause } = happening;
  const moment = momentOf(cause);
  if (is(stopsAt, clock, happening)) {
    return stopped(clock, false, (stopsAsOfPause && clock.paused) || moment, cause.type);
  }
  return is(cancelledAt, clock, happening) ? stopped(clock, true, moment, cause.type) : undefined;
}

function pauseOrResume(clock: Clock, happening: Happening): Step | undefined {
  const { pauses = [] } = ruleOf(clock.stage);
  const moment = momentOf(happening.cause);
  const begins = pauses.find(({ at }) => !clock.paused && is(at, clock, happening));
  if (begins) return paused(clock, begins.cause, moment);
  const ends = pauses.some(({ cause, until }) => clock.paused?.cause === cause && is(until, clock, happening));
  return ends ? resumed(clock, moment.at) : undefined;
}

function hasten(clock: Clock, { cause, before, state, reference }: Happening): Step | undefined {
  if (!ruleOf(clock.stage).followsUrgency || cause.type !== 'CaseClassified') return undefined;
  if (!isMoreUrgent(before, state)) return undefined;
  return urged(clock, state, cause.meta.recordedAt, reference.inForceFor(cause.meta));
}

/** What an event does to one clock: at most one thing. A stopped clock is over. */
export const touch = (clock: Clock, happening: Happening): Step => {
  if (clock.stopped) return unmoved(clock);
  return stop(clock, happening) ?? pauseOrResume(clock, happening) ?? hasten(clock, happening) ?? unmoved(clock);
};
