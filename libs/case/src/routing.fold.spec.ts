import { foldStream } from '@bihuan/kernel';
import {
  coAssignmentId,
  fileOf,
  histories,
  leadAssignmentId,
  recorded,
  reviewId,
  textOf,
  told,
  type Told,
  uuidOf,
} from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import { formerLead, leadOf, liveCos, liveLead } from './case-questions.js';

const after = (...events: readonly Told[]) => foldStream(caseFold, recorded(events));
const co = told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO', cause: 'ADDED' });

describe('a routed case', () => {
  it('has the level and the trace of its last route', () => {
    expect(after(...histories.dispatched)).toMatchObject({ level: 'COUNTY', route: { itemId: 'ROAD-COVER' } });
  });

  it('keeps the reason of a choice by hand among its texts', () => {
    const byHand = told('RouteResolved', { outcome: 'MANUAL', manualReasonRef: textOf(7) });
    const state = after(...histories.accepted, byHand);
    expect(state.textRefs.at(-1)).toEqual({ ref: textOf(7).ref, kind: 'manualReason', chars: 7 });
    expect(state.route).not.toHaveProperty('manualReasonRef');
  });
});

describe('a joint review', () => {
  it('is an open request until it is decided', () => {
    expect(after(...histories.underJointReview)).toMatchObject({
      status: 'UNDER_JOINT_REVIEW',
      jointReview: { reviewId, unitIds: ['ZJJ', 'ZFJ'], decision: null },
      openRequests: [{ kind: 'JOINT_REVIEW', requestId: reviewId, assignmentId: null, reviewed: false }],
    });
  });

  it('leaves the status to what its decision brings', () => {
    const refused = told('JointReviewDecided', { decision: 'REFUSE', minutesRef: fileOf(8, 'application/pdf') });
    expect(after(...histories.underJointReview, refused)).toMatchObject({
      status: 'UNDER_JOINT_REVIEW',
      jointReview: { decision: 'REFUSE' },
      openRequests: [],
      fileRefs: [{ ...fileOf(8, 'application/pdf'), kind: 'minutes' }],
    });
  });
});

describe('a dispatched case', () => {
  it('has a part for each unit, with what its facts say', () => {
    const meta = { recordedAt: '2025-08-07T07:25:00.000Z' };
    expect(after(...histories.accepted, told('AssignmentDispatched', {}, meta)).assignments).toEqual([
      {
        assignmentId: leadAssignmentId,
        unitId: 'ZJJ',
        role: 'LEAD',
        round: 1,
        cause: 'INITIAL',
        status: 'DISPATCHED',
        designated: false,
        dispatchedAt: '2025-08-07T07:25:00.000Z',
        signedAt: null,
        requiredEvidence: ['PHOTO'],
        itemId: 'ROAD-COVER',
        listVersion: 1,
        limitPolicyId: null,
        wasAccused: false,
      },
    ]);
  });

  it('follows its lead: a helper never moves it', () => {
    const state = after(...histories.dispatched, co, told('AssignmentSigned', { assignmentId: coAssignmentId }));
    expect(state).toMatchObject({ status: 'DISPATCHED', statusVersion: 5 });
    expect(state.assignments.map(({ status }) => status)).toEqual(['DISPATCHED', 'SIGNED']);
  });

  it('is handled once its lead has signed', () => {
    const meta = { recordedAt: '2025-08-07T08:00:00.000Z' };
    const state = after(...histories.dispatched, told('AssignmentSigned', {}, meta));
    expect(state).toMatchObject({ status: 'IN_HANDLING', assignments: [{ signedAt: '2025-08-07T08:00:00.000Z' }] });
  });

  it('goes back to be routed when its lead gives it back, and remembers the unit', () => {
    const state = after(...histories.dispatched, told('AssignmentReturnApproved'));
    expect(state).toMatchObject({
      status: 'ACCEPTED',
      returnedUnitIds: ['ZJJ'],
      counters: { transfers: 1 },
      assignments: [{ status: 'RETURNED' }],
    });
    expect(leadOf(state)).toBeUndefined();
  });

  it('stays with its lead when a helper gives its part back', () => {
    const returned = {
      type: 'AssignmentReturnApproved',
      data: { caseId: uuidOf(1), assignmentId: coAssignmentId, role: 'CO' },
    };
    const state = after(...histories.dispatched, co, returned);
    expect(state).toMatchObject({ status: 'DISPATCHED', returnedUnitIds: ['ZFJ'], counters: { transfers: 0 } });
    expect(liveCos(state)).toEqual([]);
  });

  it('names a unit once that gave it back twice', () => {
    const again = told('AssignmentDispatched', { assignmentId: uuidOf(12), cause: 'REDISPATCH' });
    const second = told('AssignmentReturnApproved', { assignmentId: uuidOf(12), transferCount: 2 });
    expect(after(...histories.dispatched, told('AssignmentReturnApproved'), again, second).returnedUnitIds).toEqual([
      'ZJJ',
    ]);
  });

  it('forgets nothing of a return of a part that it does not know', () => {
    const strange = told('AssignmentReturnApproved', { assignmentId: uuidOf(99), role: 'CO' });
    expect(after(...histories.dispatched, strange).returnedUnitIds).toEqual([]);
  });

  it('keeps a cancelled part as cancelled', () => {
    expect(after(...histories.dispatched, told('AssignmentCancelled')).assignments).toMatchObject([
      { status: 'CANCELLED' },
    ]);
  });
});

describe('who answers for a case', () => {
  it('is its lead, while the round lasts', () => {
    expect(liveLead(after(...histories.feedbackSubmitted))).toMatchObject({ unitId: 'ZJJ', status: 'REPORTED' });
  });

  it('is nobody once it is closed, but its lead is known', () => {
    const state = after(...histories.closed);
    expect({ live: liveLead(state), lead: leadOf(state)?.unitId }).toEqual({ live: undefined, lead: 'ZJJ' });
  });

  it('is nobody before the rework is dispatched, but the former lead is known', () => {
    const state = after(...histories.reworkOrdered);
    expect({ lead: leadOf(state), former: formerLead(state)?.unitId }).toEqual({ lead: undefined, former: 'ZJJ' });
  });
});
