import { z } from 'zod';
import { closureType, contactResult, governanceLevel, reviewStep } from './enums.js';
import { code, instant, payload, round, staffId, unitId, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { textRef } from './text-ref.js';

const callbackChannel = z.enum(['CALL', 'WECHAT', 'VISIT']);

const submitted = {
  caseId: uuid,
  assignmentId: uuid,
  round,
  truth: z.enum(['TRUE', 'FALSE', 'PARTLY']),
  beyondDuty: z.boolean(),
  contactedAt: instant.optional().describe('A claim.'),
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
  contacted: z.boolean().optional().describe('Whether the unit contacted the party.'),
  solved: z.enum(['SOLVED', 'PARTLY', 'NOT_SOLVED']).describe('Partly solved counts as not solved.'),
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
  ContactAttempted: payload('联系当事人', {
    caseId: uuid,
    assignmentId: uuid,
    medium: z.enum(['CALL', 'VISIT', 'MESSAGE']),
    result: contactResult,
    at: instant.describe('A claim.'),
  }),
  HandlingFeedbackSubmitted: payload('办理反馈', submitted),
  HandlingFeedbackApproved: payload('审核通过', { caseId: uuid, step: reviewStep, final: z.boolean() }),
  HandlingFeedbackRejected: payload('审核退回', {
    caseId: uuid,
    step: reviewStep,
    missing: z.array(z.enum(['ACCEPT_TIME', 'CONTACT', 'MEASURE', 'TIME', 'PHOTO'])),
    reasonRef: textRef,
  }),
  CallbackScheduled: payload('安排回访', { caseId: uuid, round, channel: callbackChannel, notBefore: instant }),
  CallbackAttempted: payload('回访未果', {
    caseId: uuid,
    attempt: z.int().min(1),
    channel: callbackChannel,
    result: contactResult,
    outsideOfficeHours: z.boolean(),
  }),
  CallbackCompleted: payload('回访', completed),
  ReworkOrdered: payload('重办: `round` is the new one.', {
    caseId: uuid,
    round: z.int().min(2),
    cause: z.enum(['NOT_SOLVED', 'DISSATISFIED', 'FALSE_REPORT', 'SUPERVISOR']),
    reworkCount: z.int().min(1),
    coUnitIds: z.array(unitId),
  }),
  CaseClosed: payload('办结', {
    caseId: uuid,
    round,
    closureType,
    resolutionLevel: governanceLevel,
    referenceNo: code.optional(),
    explanationRef: textRef.optional(),
  }),
};
