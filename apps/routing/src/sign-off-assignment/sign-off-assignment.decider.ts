import { assignmentOf, caseDecider, fact, isLive } from '@bihuan/case';
import { Command } from '@bihuan/kernel';

export class SignOffAssignment extends Command<{ caseId: string; assignmentId: string }> {}

/** 签收: the unit takes the case in hand. The handling clock has run since the dispatch and does not notice. */
export const signOffAssignment = caseDecider('SignOffAssignment', {
  alreadySo({ data: { assignmentId } }: SignOffAssignment, state) {
    const part = assignmentOf(state, assignmentId);
    return part !== undefined && isLive(part) && part.signedAt !== null;
  },

  decide({ data: { caseId, assignmentId } }: SignOffAssignment, { clocks }, { now }) {
    // A helper has no such clock and is never late.
    const clock = clocks.find((one) => one.stage === 'SIGN_OFF' && one.assignmentId === assignmentId);
    return [fact('AssignmentSigned', { caseId, assignmentId, late: clock !== undefined && now >= clock.dueAt })];
  },
});
