import { foldStream } from '@bihuan/kernel';
import {
  clockId,
  coAssignmentId,
  histories,
  leadAssignmentId,
  recorded,
  told,
  type Told,
  uuidOf,
} from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import { dueClockOf, handlingClockOf } from './case-questions.js';
import type { CaseState } from './case-state.js';

const after = (...events: readonly Told[]) => foldStream(caseFold, recorded([...histories.inHandling, ...events]));
const clockIn = ({ clocks }: CaseState) => clocks.find((clock) => clock.clockId === clockId);
const clockAfter = (...events: readonly Told[]) => clockIn(after(told('SlaStarted'), ...events));

describe('a clock', () => {
  it('starts with the terms that were resolved for it', () => {
    expect(clockAfter()).toMatchObject({
      stage: 'HANDLING',
      assignmentId: leadAssignmentId,
      byEventId: uuidOf(60),
      status: 'RUNNING',
      startedAt: '2025-08-07T07:25:00.000Z',
      dueAt: '2025-08-11T16:00:00.000Z',
      lastDay: null,
      calendarVersion: 1,
      warned: [],
      breached: false,
    });
  });

  it('may be about the case as a whole', () => {
    const { terms } = told('SlaStarted').data;
    const accept = {
      type: 'SlaStarted',
      data: {
        caseId: uuidOf(1),
        clockId,
        stage: 'ACCEPT',
        round: 1,
        byEventId: uuidOf(60),
        terms: { ...terms, lastDay: '2025-08-11' },
      },
    };
    expect(clockIn(after(accept))).toMatchObject({ assignmentId: null, lastDay: '2025-08-11' });
  });

  it('pauses at an instant, with what was used until then', () => {
    expect(clockAfter(told('SlaPaused', { usedMs: 5_000 }))).toMatchObject({
      status: 'PAUSED',
      pausedAt: '2025-08-08T02:00:00.000Z',
      pauseCause: 'FEEDBACK_REVIEW',
      usedMs: 5_000,
    });
  });

  it('runs on with a new due instant after the pause', () => {
    expect(clockAfter(told('SlaPaused'), told('SlaResumed', { lastDay: '2025-08-12' }))).toMatchObject({
      status: 'RUNNING',
      dueAt: '2025-08-12T16:00:00.000Z',
      lastDay: '2025-08-12',
      warnAt: [],
      pausedAt: null,
      pauseCause: null,
      usedMs: null,
    });
  });

  it('keeps the terms it started with when its due instant moves', () => {
    expect(clockAfter(told('SlaDeadlineMoved'))).toMatchObject({
      dueAt: '2025-08-13T16:00:00.000Z',
      calendarVersion: 2,
      terms: { dueAt: '2025-08-11T16:00:00.000Z', calendarVersion: 1 },
    });
  });

  it('knows the warn points that were told', () => {
    expect(clockAfter(told('SlaWarned'), told('SlaWarned', { point: 2 }))).toMatchObject({ warned: [1, 2] });
  });

  it('keeps its breach whatever follows', () => {
    const breached = told('SlaBreached', {}, { eventId: 'breach-1' });
    const stopped = told('SlaStopped', { outcome: 'LATE', stoppedAt: '2025-08-12T01:00:00.000Z' });
    expect(clockAfter(breached, told('SlaBreachExplained'), stopped)).toMatchObject({
      status: 'LATE',
      stoppedAt: '2025-08-12T01:00:00.000Z',
      breached: true,
      breachEventId: 'breach-1',
      explained: true,
    });
  });

  it('is no longer paused once it stopped', () => {
    expect(clockAfter(told('SlaPaused'), told('SlaStopped'))).toMatchObject({ status: 'MET', pausedAt: null });
  });

  it('leaves the other clocks and the status alone', () => {
    const other = told('SlaStarted', { clockId: uuidOf(31), stage: 'SIGN_OFF' });
    const state = after(told('SlaStarted'), other, told('SlaStopped', { clockId: uuidOf(31) }));
    expect(state.clocks.map(({ status }) => status)).toEqual(['RUNNING', 'MET']);
    expect(state.status).toBe('IN_HANDLING');
  });

  it('keeps the two texts of an explanation', () => {
    expect(after(told('SlaStarted'), told('SlaBreachExplained')).textRefs.slice(-2)).toMatchObject([
      { kind: 'explanation' },
      { kind: 'nextMeasure' },
    ]);
  });
});

describe('the clock a part is due by', () => {
  const co = told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO', cause: 'ADDED' });
  const report = told('SlaStarted', { clockId: uuidOf(32), stage: 'CO_REPORT', assignmentId: coAssignmentId });
  const signOff = told('SlaStarted', { clockId: uuidOf(31), stage: 'SIGN_OFF' });
  const state = after(co, signOff, told('SlaStarted'), report);

  it('is HANDLING for the lead and CO_REPORT for a helper', () => {
    expect(state.assignments.map((part) => dueClockOf(state, part)?.stage)).toEqual(['HANDLING', 'CO_REPORT']);
  });

  it('is the lead’s HANDLING for the case', () => {
    expect(handlingClockOf(state)?.clockId).toBe(clockId);
  });

  it('is none for a case that nobody leads', () => {
    expect(handlingClockOf(foldStream(caseFold, recorded(histories.accepted)))).toBeUndefined();
  });
});
