import { caseFold } from '@bihuan/case';
import { foldStream } from '@bihuan/kernel';
import { caseId, coAssignmentId, histories, leadAssignmentId, recorded, told, type Told } from '@bihuan/testing';
import { type InboxRow, unitInbox } from './unit-inbox.projection.js';

const rowsOf = (...history: Told[]) => unitInbox.rows(foldStream(caseFold, recorded(history)));

const lead: InboxRow = {
  assignmentId: leadAssignmentId,
  caseId,
  caseNo: 'ZY20250807000001',
  unitId: 'ZJJ',
  role: 'LEAD',
  round: 1,
  status: 'DISPATCHED',
  caseStatus: 'DISPATCHED',
  codeSystem: 'GBT30428-2',
  categoryCode: 'C0102',
  dispatchedAt: '2026-03-02T00:00:00.000Z',
  dueAt: null,
};
const co: InboxRow = { ...lead, assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO' };
const helper = told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO' });

describe('the inbox of a unit', () => {
  const both = [...histories.dispatched, helper];

  it('holds the part of the lead and of each helper', () => {
    expect(rowsOf(...both)).toEqual([lead, co]);
  });

  it('tells until when the lead has', () => {
    expect(rowsOf(...histories.dispatched, told('SlaStarted'))).toEqual([
      { ...lead, dueAt: '2025-08-11T16:00:00.000Z' },
    ]);
  });

  it('is not due by the clock of another stage', () => {
    expect(rowsOf(...histories.dispatched, told('SlaStarted', { stage: 'SIGN_OFF' }))).toEqual([lead]);
  });

  it('follows the case through sign-off and review', () => {
    expect(rowsOf(...histories.inHandling)).toEqual([{ ...lead, status: 'SIGNED', caseStatus: 'IN_HANDLING' }]);
    expect(rowsOf(...histories.feedbackSubmitted)).toEqual([
      { ...lead, status: 'REPORTED', caseStatus: 'FEEDBACK_SUBMITTED' },
    ]);
  });

  it('loses only the part that was given back', () => {
    const returned = told('AssignmentReturnApproved', { assignmentId: coAssignmentId, role: 'CO' });
    expect(rowsOf(...both, returned)).toEqual([lead]);
  });

  it('holds the new round alone after a rework order', () => {
    const next = told('AssignmentDispatched', { assignmentId: coAssignmentId, round: 2, cause: 'REWORK' });
    expect(rowsOf(...histories.reworkOrdered)).toEqual([]);
    expect(rowsOf(...histories.reworkOrdered, next)).toEqual([{ ...lead, assignmentId: coAssignmentId, round: 2 }]);
  });

  it('is empty once the case is closed', () => {
    expect(rowsOf(...histories.closed)).toEqual([]);
  });

  it('is empty for a case that no unit has', () => {
    expect(rowsOf(...histories.accepted)).toEqual([]);
  });
});
