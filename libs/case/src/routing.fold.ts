import type { Evolve } from '@bihuan/kernel';
import type { CaseEventOf, RecordedBy } from './case-events.js';
import { assignmentOf } from './case-questions.js';
import type { Assignment, CaseState } from './case-state.js';
import { moved, withFiles, withPart, withTexts } from './fold-step.js';

const partOf = ({ accusedUnitIds }: CaseState, { data, meta }: CaseEventOf<'AssignmentDispatched'>): Assignment => ({
  assignmentId: data.assignmentId,
  unitId: data.unitId,
  role: data.role,
  round: data.round,
  cause: data.cause,
  status: 'DISPATCHED',
  designated: data.designated,
  dispatchedAt: meta.recordedAt,
  signedAt: null,
  requiredEvidence: data.requiredEvidence,
  itemId: data.itemId ?? null,
  listVersion: data.listVersion ?? null,
  limitPolicyId: data.limitPolicyId ?? null,
  wasAccused: accusedUnitIds.includes(data.unitId),
});

/** What routing's facts say about the case. The case follows its lead; a helper's part comes and goes beside it. */
export const routingSteps: Evolve<CaseState, RecordedBy<'routing'>> = {
  RouteResolved: (state, { data: { manualReasonRef, ...route } }) => ({
    ...state,
    level: route.level,
    route,
    textRefs: withTexts(state, { manualReason: manualReasonRef }),
  }),
  JointReviewConvened: (state, { data: { reviewId, cause, unitIds }, meta }) => ({
    ...state,
    ...moved(state, meta, 'UNDER_JOINT_REVIEW'),
    jointReview: { reviewId, cause, unitIds, convenedAt: meta.recordedAt, decision: null },
    openRequests: [
      ...state.openRequests,
      { kind: 'JOINT_REVIEW', requestId: reviewId, assignmentId: null, requestedAt: meta.recordedAt, reviewed: false },
    ],
  }),
  // The status waits for what the decision brings: a dispatch in the same append, or intake's refusal or diversion.
  JointReviewDecided: (state, { data: { reviewId, decision, reasonRef, minutesRef } }) => ({
    ...state,
    jointReview: state.jointReview && { ...state.jointReview, decision },
    openRequests: state.openRequests.filter(({ requestId }) => requestId !== reviewId),
    textRefs: withTexts(state, { reason: reasonRef }),
    fileRefs: withFiles(state, { minutes: minutesRef }),
  }),
  AssignmentDispatched: (state, event) => ({
    ...state,
    ...moved(state, event.meta, event.data.role === 'LEAD' ? 'DISPATCHED' : state.status),
    assignments: [...state.assignments, partOf(state, event)],
  }),
  AssignmentSigned: (state, { data: { assignmentId }, meta }) => ({
    ...state,
    ...moved(state, meta, assignmentOf(state, assignmentId)?.role === 'LEAD' ? 'IN_HANDLING' : state.status),
    assignments: withPart(state, assignmentId, { status: 'SIGNED', signedAt: meta.recordedAt }),
  }),
  AssignmentReturnApproved: (state, { data: { assignmentId, role, transferCount }, meta }) => ({
    ...state,
    ...moved(state, meta, role === 'LEAD' ? 'ACCEPTED' : state.status),
    counters: { ...state.counters, transfers: transferCount ?? state.counters.transfers },
    assignments: withPart(state, assignmentId, { status: 'RETURNED' }),
    returnedUnitIds: [...new Set([...state.returnedUnitIds, ...unitsOf(assignmentOf(state, assignmentId))])],
  }),
  AssignmentCancelled: (state, { data }) => ({
    ...state,
    assignments: withPart(state, data.assignmentId, { status: 'CANCELLED' }),
  }),
};

const unitsOf = (part: Assignment | undefined): string[] => (part ? [part.unitId] : []);
