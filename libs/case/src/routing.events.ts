import { z } from 'zod';
import { assignmentRole, diversionTarget, evidence, governanceLevel, notAcceptedReason } from './enums.js';
import { code, count, payload, round, unitId, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { textRef } from './text-ref.js';

const route = {
  caseId: uuid,
  outcome: z.enum(['MATCHED', 'AMBIGUOUS', 'NO_MATCH', 'MANUAL']),
  mode: z.enum(['DIRECTED', 'JOINT', 'CLAIM']),
  level: governanceLevel,
  listVersion: z
    .int()
    .min(1)
    .optional()
    .describe('Version of the accountability list (确权清单) the choice rests on; absent when it rests on none.'),
  itemId: code.optional(),
  candidates: z.array(z.strictObject({ unitId, role: assignmentRole, itemId: code, score: count })),
  trace: z.array(z.strictObject({ step: code, inputs: z.array(code), result: code })),
  manualReasonRef: textRef.optional().describe('Why a person chose; with outcome MANUAL only.'),
};

const assignment = {
  caseId: uuid,
  assignmentId: uuid,
  unitId,
  role: assignmentRole,
  round,
  cause: z.enum(['INITIAL', 'REDISPATCH', 'REVIEW', 'ADDED', 'REWORK', 'ESCALATION', 'CLAIMED']),
  designated: z.boolean().describe('Named by a joint review; a designated unit may not return the case.'),
  itemId: code.optional(),
  listVersion: z.int().min(1).optional(),
  limitPolicyId: code.optional().describe('The item’s own time limit, kept in later rounds.'),
  requiredEvidence: z.array(evidence),
};

const decided = {
  caseId: uuid,
  reviewId: uuid,
  decision: z.enum(['DISPATCH', 'REFUSE', 'DIVERT']),
  leadUnitId: unitId.optional(),
  coUnitIds: z.array(unitId),
  refusal: z.strictObject({ reasonCode: notAcceptedReason, toldRouteCode: code }).optional(),
  diversion: z
    .strictObject({ target: diversionTarget, targetUnitId: unitId.optional(), informed: z.boolean() })
    .optional(),
  reasonRef: textRef,
  minutesRef: fileRef.optional(),
  amendListItem: z.boolean().describe('The accountability list needs an amendment.'),
};

/** Facts that only the routing service may append. */
export const routingEvents = {
  RouteResolved: payload('分流', route),
  JointReviewConvened: payload('联合研判', {
    caseId: uuid,
    reviewId: uuid,
    cause: z.enum(['AMBIGUOUS', 'NO_MATCH', 'RETURN_LIMIT', 'MANUAL']),
    unitIds: z.array(unitId).describe('Empty when the system found nobody to invite.'),
  }),
  JointReviewDecided: payload('研判决定', decided),
  AssignmentDispatched: payload('派单: the handling clock runs from this event, not from sign-off.', assignment),
  AssignmentSigned: payload('签收', { caseId: uuid, assignmentId: uuid, late: z.boolean() }),
  AssignmentReturnApproved: payload(
    '同意退单: moves the case only when the lead gives it back; the count is the lead’s.',
    {
      caseId: uuid,
      assignmentId: uuid,
      role: assignmentRole,
      transferCount: z.int().min(1).optional(),
    },
  ),
  AssignmentCancelled: payload('撤销派单', {
    caseId: uuid,
    assignmentId: uuid,
    reasonCode: z.enum([
      'NOT_NEEDED',
      'MERGED',
      'WITHDRAWN',
      'DIVERTED',
      'TERMINATED',
      'ESCALATED',
      'RETURNED_BY_LEAD',
    ]),
  }),
};
