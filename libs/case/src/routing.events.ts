import { z } from 'zod';
import { assignmentRole, diversionTarget, evidence, governanceLevel, notAcceptedReason } from './enums.js';
import { code, count, round, unitId, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { textRef } from './text-ref.js';

const route = {
  caseId: uuid,
  outcome: z.enum(['MATCHED', 'AMBIGUOUS', 'NO_MATCH', 'MANUAL']),
  mode: z.enum(['DIRECTED', 'JOINT', 'CLAIM']),
  level: governanceLevel,
  /** Version of the accountability list (确权清单) the choice rests on; absent when it rests on none. */
  listVersion: z.int().min(1).optional(),
  itemId: code.optional(),
  candidates: z.array(z.strictObject({ unitId, role: assignmentRole, itemId: code, score: count })),
  trace: z.array(z.strictObject({ step: code, inputs: z.array(code), result: code })),
  /** Why a person chose; with outcome MANUAL only. */
  manualReasonRef: textRef.optional(),
};

const assignment = {
  caseId: uuid,
  assignmentId: uuid,
  unitId,
  role: assignmentRole,
  round,
  cause: z.enum(['INITIAL', 'REDISPATCH', 'REVIEW', 'ADDED', 'REWORK', 'ESCALATION', 'CLAIMED']),
  /** Named by a joint review; a designated unit may not return the case. */
  designated: z.boolean(),
  itemId: code.optional(),
  listVersion: z.int().min(1).optional(),
  /** The item's own time limit, kept in later rounds. */
  limitPolicyId: code.optional(),
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
  /** The accountability list needs an amendment. */
  amendListItem: z.boolean(),
};

/** Facts that only the routing service may append. */
export const routingEvents = {
  /** 分流 */
  RouteResolved: z.strictObject(route),
  /** 联合研判 */
  JointReviewConvened: z.strictObject({
    caseId: uuid,
    reviewId: uuid,
    cause: z.enum(['AMBIGUOUS', 'NO_MATCH', 'RETURN_LIMIT', 'MANUAL']),
    /** Empty when the system found nobody to invite. */
    unitIds: z.array(unitId),
  }),
  /** 研判决定 */
  JointReviewDecided: z.strictObject(decided),
  /** 派单: the handling clock runs from this event, not from sign-off. */
  AssignmentDispatched: z.strictObject(assignment),
  /** 签收 */
  AssignmentSigned: z.strictObject({ caseId: uuid, assignmentId: uuid, late: z.boolean() }),
  /** 同意退单: moves the case only when the lead gives it back; the count is the lead's. */
  AssignmentReturnApproved: z.strictObject({
    caseId: uuid,
    assignmentId: uuid,
    role: assignmentRole,
    transferCount: z.int().min(1).optional(),
  }),
  /** 撤销派单 */
  AssignmentCancelled: z.strictObject({
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
