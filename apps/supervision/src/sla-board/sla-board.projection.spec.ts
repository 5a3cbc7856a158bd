import { caseFold } from '@bihuan/case';
import { foldStream } from '@bihuan/kernel';
import { caseId, clockId, histories, leadAssignmentId, recorded, type Told, told } from '@bihuan/testing';
import { slaBoard } from './sla-board.projection.js';

const rowsAfter = (...history: readonly Told[]) => slaBoard.rows(foldStream(caseFold, recorded(history)));
const running = [...histories.dispatched, told('SlaStarted')];
const handling = {
  clockId,
  caseId,
  caseNo: 'ZY20250807000001',
  caseStatus: 'DISPATCHED',
  stage: 'HANDLING',
  status: 'RUNNING',
  round: 1,
  assignmentId: leadAssignmentId,
  unitId: 'ZJJ',
  startedAt: '2025-08-07T07:25:00.000Z',
  dueAt: '2025-08-11T16:00:00.000Z',
  stoppedAt: null,
  warned: [],
  breached: false,
  nextAt: '2025-08-10T14:00:00.000Z',
};

describe('a clock on the board', () => {
  it('wakes the timer at its first warn point', () => {
    expect(rowsAfter(...running)).toEqual([handling]);
  });

  it('wakes it at its end once it has warned', () => {
    const row = { ...handling, warned: [1], nextAt: '2025-08-11T16:00:00.000Z' };
    expect(rowsAfter(...running, told('SlaWarned'))).toEqual([row]);
  });

  it('is silent once it is breached, and runs on', () => {
    const row = { ...handling, warned: [1], breached: true, nextAt: null };
    expect(rowsAfter(...running, told('SlaWarned'), told('SlaBreached'))).toEqual([row]);
  });

  it('is silent while it is paused', () => {
    expect(rowsAfter(...running, told('SlaPaused'))).toEqual([{ ...handling, status: 'PAUSED', nextAt: null }]);
  });

  it('stays, and is silent, when it has stopped', () => {
    const row = { ...handling, status: 'MET', stoppedAt: '2025-08-08T02:00:00.000Z', nextAt: null };
    expect(rowsAfter(...running, told('SlaStopped'))).toEqual([row]);
  });

  it('of the centre is no unit’s', () => {
    const ofCentre = told('SlaStarted', { stage: 'ACCEPT', assignmentId: undefined });
    expect(rowsAfter(...histories.registered, ofCentre)).toEqual([
      { ...handling, caseStatus: 'REGISTERED', stage: 'ACCEPT', assignmentId: null, unitId: null },
    ]);
  });
});
