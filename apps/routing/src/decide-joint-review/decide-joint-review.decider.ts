import { allowedIn, type CaseState, caseDecider, fact, refuse, type TextRef } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import type { ReferenceData } from '@bihuan/reference';
import { chosenLead, dispatchTo, evidenceFor, type Order, type Part, routeOf } from '../domain/dispatch.policy.js';
import type { ResolvedRoute } from '../domain/route.policy.js';

type Decision = { caseId: string; parts: readonly Part[]; reasonRef: TextRef; amendListItem: boolean };
export class DecideJointReview extends Command<Decision> {}

/** An item that names the lead lends its terms; a lead that the list does not name has what the tenant demands. */
function termsOf(
  leadUnitId: string,
  { candidates, listVersion }: ResolvedRoute,
  state: CaseState,
  reference: ReferenceData,
): Omit<Order, 'cause' | 'designated'> {
  const named = candidates.find(({ role, unitId }) => role === 'LEAD' && unitId === leadUnitId);
  const item = reference.accountabilityList?.items.find(({ itemId }) => itemId === named?.itemId);
  if (!item) return { requiredEvidence: evidenceFor(state, reference) };
  const { itemId, limitPolicyId, evidence } = item;
  return { itemId, listVersion, limitPolicyId, requiredEvidence: evidence };
}

/** 研判决定: the director names who answers for the case. Whoever is named here may not give it back. */
export const decideJointReview = caseDecider('DecideJointReview', {
  decide({ data: { caseId, parts, ...reasons } }: DecideJointReview, state, occasion) {
    const { jointReview: review, status } = state;
    const { newId, reference } = occasion;
    // Decided otherwise, the case waits for intake, and takes no second decision.
    if (review?.decision !== null) refuse('ILLEGAL_TRANSITION', { caseStatus: status, allowed: allowedIn(status) });
    const route = routeOf(state, occasion);
    const { unitId: leadUnitId } = chosenLead(parts, route, state, reference);
    const coUnitIds = parts.filter(({ role }) => role === 'CO').map(({ unitId }) => unitId);
    const decision = { caseId, reviewId: review.reviewId, decision: 'DISPATCH', leadUnitId, coUnitIds } as const;
    const order = { cause: 'REVIEW', designated: true, ...termsOf(leadUnitId, route, state, reference) } as const;
    return [fact('JointReviewDecided', { ...decision, ...reasons }), ...dispatchTo(parts, state, order, newId)];
  },
});
