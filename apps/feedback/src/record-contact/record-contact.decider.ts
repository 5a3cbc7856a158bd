import { caseDecider, type CaseEventOf, fact } from '@bihuan/case';
import { Command } from '@bihuan/kernel';

export class RecordContact extends Command<CaseEventOf<'ContactAttempted'>['data']> {}

/** 联系当事人: what came of a unit's attempt to reach the party. Each attempt is a fact of its own, also a like one. */
export const recordContact = caseDecider('RecordContact', {
  decide: ({ data: { caseId, assignmentId, medium, result, at } }: RecordContact) => [
    fact('ContactAttempted', { caseId, assignmentId, medium, result, at }),
  ],
});
