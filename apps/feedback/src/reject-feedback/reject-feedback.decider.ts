import { caseDecider, type CaseEventOf, fact } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { stepToJudge } from '../domain/review-step.policy.js';

export class RejectFeedback extends Command<Omit<CaseEventOf<'HandlingFeedbackRejected'>['data'], 'step'>> {}

/** 审核退回: the lead does it again from where it stopped; the next submission begins at the first step. */
export const rejectFeedback = caseDecider('RejectFeedback', {
  decide({ data: { caseId, missing, reasonRef }, meta: { actor } }: RejectFeedback, state, { reference }) {
    const { step } = stepToJudge(actor, state, reference);
    return [fact('HandlingFeedbackRejected', { caseId, step, missing, reasonRef })];
  },
});
