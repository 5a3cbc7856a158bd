import type { Evolve } from '@bihuan/kernel';
import type { CaseEventOf, RecordedBy } from './case-events.js';
import type { CaseState, Clock } from './case-state.js';
import { withTexts } from './fold-step.js';

const started = ({
  data: { clockId, stage, assignmentId, round, byEventId, terms },
}: CaseEventOf<'SlaStarted'>): Clock => ({
  clockId,
  stage,
  assignmentId: assignmentId ?? null,
  round,
  byEventId,
  status: 'RUNNING',
  terms,
  startedAt: terms.startAt,
  dueAt: terms.dueAt,
  lastDay: terms.lastDay ?? null,
  warnAt: terms.warnAt,
  calendarVersion: terms.calendarVersion,
  provisional: terms.provisional,
  stoppedAt: null,
  warned: [],
  breached: false,
  breachEventId: null,
  explained: false,
  ...going,
});

const going = { pausedAt: null, pauseCause: null, usedMs: null } as const;

const withClock = (state: CaseState, clockId: string, change: (clock: Clock) => Partial<Clock>): CaseState => ({
  ...state,
  clocks: state.clocks.map((clock) => (clock.clockId === clockId ? { ...clock, ...change(clock) } : clock)),
});

/** What supervision's facts say about the case: its clocks run beside the status and never move it. */
export const supervisionSteps: Evolve<CaseState, RecordedBy<'supervision'>> = {
  SlaStarted: (state, event) => ({ ...state, clocks: [...state.clocks, started(event)] }),
  SlaPaused: (state, { data: { clockId, cause, pausedAt, usedMs = null } }) =>
    withClock(state, clockId, () => ({ status: 'PAUSED', pausedAt, pauseCause: cause, usedMs })),
  SlaResumed: (state, { data: { clockId, dueAt, lastDay = null, warnAt } }) =>
    withClock(state, clockId, () => ({ status: 'RUNNING', dueAt, lastDay, warnAt, ...going })),
  SlaDeadlineMoved: (state, { data: { clockId, newDueAt, lastDay = null, warnAt, calendarVersion, provisional } }) =>
    withClock(state, clockId, () => ({ dueAt: newDueAt, lastDay, warnAt, calendarVersion, provisional })),
  SlaWarned: (state, { data: { clockId, point } }) =>
    withClock(state, clockId, ({ warned }) => ({ warned: [...warned, point] })),
  SlaBreached: (state, { data: { clockId }, meta }) =>
    withClock(state, clockId, () => ({ breached: true, breachEventId: meta.eventId })),
  SlaBreachExplained: (state, { data: { clockId, explanationRef, nextMeasureRef } }) => ({
    ...withClock(state, clockId, () => ({ explained: true })),
    textRefs: withTexts(state, { explanation: explanationRef, nextMeasure: nextMeasureRef }),
  }),
  SlaStopped: (state, { data: { clockId, outcome, stoppedAt } }) =>
    withClock(state, clockId, () => ({ status: outcome, stoppedAt, ...going })),
};
