import { caseDecider, type CaseState, type ClosureType, fact } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { closing } from '../domain/closing.policy.js';
import { stepToJudge } from '../domain/review-step.policy.js';

export class ApproveFeedback extends Command<{ caseId: string }> {}

/** 审核通过: one step more; after the last the party is asked, or the case ends where nobody can or wants to be asked. */
export const approveFeedback = caseDecider('ApproveFeedback', {
  decide({ data: { caseId }, meta: { actor } }: ApproveFeedback, state, { now, reference }) {
    const { step, isLast } = stepToJudge(actor, state, reference);
    const approved = fact('HandlingFeedbackApproved', { caseId, step, final: isLast });
    if (!isLast) return [approved];
    const closureType = closureWithoutCallback(state);
    if (closureType) return [approved, closing(state, closureType, reference.settings)];
    const channel = state.channel === 'WECHAT_OA' ? 'WECHAT' : 'CALL';
    return [approved, fact('CallbackScheduled', { caseId, round: state.round, channel, notBefore: now })];
  },
});

/** How the case may end without a callback; undefined when the party must be asked, or the place seen. */
function closureWithoutCallback({ subjectRef, confidentiality, wantsReply }: CaseState): ClosureType | undefined {
  // A report of a sensor or a patrol has no complainant either, but nobody of it asked for no reply.
  if (subjectRef === null) return confidentiality === 'ANONYMOUS' ? 'ANONYMOUS' : undefined;
  return wantsReply ? undefined : 'REPLY_WAIVED';
}
