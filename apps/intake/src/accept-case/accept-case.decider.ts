import { caseDecider, type CaseEventOf, fact, refuse } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { classifiedAs, type GivenClassification } from '../domain/classification.policy.js';

interface Acceptance {
  readonly caseId: string;
  readonly disposition: CaseEventOf<'CaseAccepted'>['data']['disposition'];
  /** In the same breath; absent when the case is classified already. */
  readonly classification?: GivenClassification | undefined;
}
export class AcceptCase extends Command<Acceptance> {}

/** 受理: takes a classified request on as a matter of this centre. */
export const acceptCase = caseDecider('AcceptCase', {
  decide({ data: { caseId, disposition, classification } }: AcceptCase, state, { reference }) {
    if (!classification && !state.classification) refuse('CLASSIFICATION_REQUIRED');
    return [
      ...(classification ? [classifiedAs(classification, state, reference)] : []),
      fact('CaseAccepted', { caseId, disposition }),
    ];
  },
});
