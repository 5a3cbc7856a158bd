import { caseDecider, type CaseEventOf, fact, liveLead, looksLikeIdentity, refuse } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { isContactMissing, missingEvidence, unexplainedBreach, unitsStillHelping } from './submission.policy.js';

// An agreement has no stream yet that its id could name.
type Feedback = Omit<CaseEventOf<'HandlingFeedbackSubmitted'>['data'], 'assignmentId' | 'round' | 'agreementId'>;
interface Named {
  readonly unknownAttachments: readonly string[];
  readonly expiredAttachments: readonly string[];
}
export class SubmitFeedback extends Command<Feedback & Named> {}

/** 办理反馈: the lead unit says what it did; the case goes to its reviewers, and the handling clock rests. */
export const submitFeedback = caseDecider('SubmitFeedback', {
  decide({ data }: SubmitFeedback, state, { now, reference: { settings } }) {
    const { unknownAttachments, expiredAttachments, ...feedback } = data;
    const lead = liveLead(state) ?? refuse('NOT_OWNER_UNIT');
    const unitIds = unitsStillHelping(state);
    if (unitIds.length > 0) refuse('CO_REPORT_MISSING', { unitIds });
    const late = unexplainedBreach(state, now);
    if (late) refuse('BREACH_EXPLANATION_REQUIRED', { clockId: late.clockId, dueAt: late.dueAt });
    if (isContactMissing(state, feedback.contactedWhom, settings)) refuse('CONTACT_REQUIRED');
    // Before the evidence: a photo that does not count must not look like none.
    refuseUnusable({ unknownAttachments, expiredAttachments });
    const missing = missingEvidence(state, lead, feedback.attachments, settings);
    if (missing.length > 0) refuse('EVIDENCE_REQUIRED', { missing });
    refuseIdentity(feedback);
    return [fact('HandlingFeedbackSubmitted', { ...feedback, assignmentId: lead.assignmentId, round: state.round })];
  },
});

function refuseUnusable({ unknownAttachments, expiredAttachments }: Named): void {
  if (unknownAttachments.length > 0) refuse('UNKNOWN_ATTACHMENT', { attachmentIds: unknownAttachments });
  if (expiredAttachments.length > 0) refuse('ATTACHMENT_EXPIRED', { attachmentIds: expiredAttachments });
}

function refuseIdentity({ unsolvedReasonCode = '', mediatorId = '' }: Feedback): void {
  const codes = { unsolvedReasonCode, mediatorId };
  const fields = Object.entries(codes).flatMap(([field, code]) => (looksLikeIdentity(code) ? field : []));
  if (fields.length > 0) refuse('IDENTITY_IN_CODE', { fields });
}
