import { z } from 'zod';
import { closureType, contactResult, governanceLevel, reviewStep } from './enums.js';
import { code, instant, round, staffId, unitId, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { textRef } from './text-ref.js';

const callbackChannel = z.enum(['CALL', 'WECHAT', 'VISIT']);

const submitted = {
  caseId: uuid,
  assignmentId: uuid,
  round,
  truth: z.enum(['TRUE', 'FALSE', 'PARTLY']),
  beyondDuty: z.boolean(),
  /** A claim. */
  contactedAt: instant.optional(),
  contactedWhom: z.enum(['PARTY', 'RELATIVE', 'AGENT', 'NOBODY']),
  solved: z.boolean(),
  unsolvedReasonCode: code.optional(),
  measureRef: textRef,
  publicReplyRef: textRef,
  attachments: z.array(fileRef),
  resolutionMethod: z.enum([
    'MEDIATION',
    'DELIBERATION',
    'ENFORCEMENT',
    'REPAIR',
    'SERVICE',
    'LITIGATION',
    'ARBITRATION',
    'NEGOTIATION',
    'OTHER',
  ]),
  mediationChannel: z.enum(['POLICE', 'COURT', 'PROCURATORATE', 'PETITION', 'PROFESSIONAL']).optional(),
  mediatorId: staffId.optional(),
  agreementId: uuid.optional(),
};

const completed = {
  caseId: uuid,
  round,
  channel: callbackChannel,
  /** Whether the unit contacted the party. */
  contacted: z.boolean().optional(),
  /** Partly solved counts as not solved. */
  solved: z.enum(['SOLVED', 'PARTLY', 'NOT_SOLVED']),
  satisfaction: z.enum([
    'VERY_SATISFIED',
    'SATISFIED',
    'BASICALLY_SATISFIED',
    'DISSATISFIED',
    'VERY_DISSATISFIED',
    'NOT_RATED',
  ]),
  cause: z.enum(['SUBJECTIVE', 'OBJECTIVE', 'UNREASONABLE']).optional(),
  noteRef: textRef.optional(),
  recordingRef: fileRef.optional(),
};

/** Facts that only the feedback service may append. */
export const feedbackEvents = {
  /** 联系当事人 */
  ContactAttempted: z.strictObject({
    caseId: uuid,
    assignmentId: uuid,
    medium: z.enum(['CALL', 'VISIT', 'MESSAGE']),
    result: contactResult,
    /** A claim. */
    at: instant,
  }),
  /** 办理反馈 */
  HandlingFeedbackSubmitted: z.strictObject(submitted),
  /** 审核通过 */
  HandlingFeedbackApproved: z.strictObject({ caseId: uuid, step: reviewStep, final: z.boolean() }),
  /** 审核退回 */
  HandlingFeedbackRejected: z.strictObject({
    caseId: uuid,
    step: reviewStep,
    missing: z.array(z.enum(['ACCEPT_TIME', 'CONTACT', 'MEASURE', 'TIME', 'PHOTO'])),
    reasonRef: textRef,
  }),
  /** 安排回访 */
  CallbackScheduled: z.strictObject({ caseId: uuid, round, channel: callbackChannel, notBefore: instant }),
  /** 回访未果 */
  CallbackAttempted: z.strictObject({
    caseId: uuid,
    attempt: z.int().min(1),
    channel: callbackChannel,
    result: contactResult,
    outsideOfficeHours: z.boolean(),
  }),
  /** 回访 */
  CallbackCompleted: z.strictObject(completed),
  /** 重办: `round` is the new one. */
  ReworkOrdered: z.strictObject({
    caseId: uuid,
    round: z.int().min(2),
    cause: z.enum(['NOT_SOLVED', 'DISSATISFIED', 'FALSE_REPORT', 'SUPERVISOR']),
    reworkCount: z.int().min(1),
    coUnitIds: z.array(unitId),
  }),
  /** 办结 */
  CaseClosed: z.strictObject({
    caseId: uuid,
    round,
    closureType,
    resolutionLevel: governanceLevel,
    referenceNo: code.optional(),
    explanationRef: textRef.optional(),
  }),
};
