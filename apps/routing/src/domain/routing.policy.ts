import { type CaseState, type EventsOwnedBy, fact } from '@bihuan/case';
import type { Occasion } from '@bihuan/kernel';
import type { ReferenceData } from '@bihuan/reference';
import { dispatchTo, partsOf, routeOf } from './dispatch.policy.js';

/**
 * 分流 by the accountability list: one lead gets the case with its helpers; none or several go to a joint review
 * (联合研判); a pool waits for the unit that claims it (认领).
 * @throws Refusal CLASSIFICATION_REQUIRED
 */
export function routeByList(state: CaseState, occasion: Occasion<ReferenceData>): readonly EventsOwnedBy<'routing'>[] {
  const {
    lead,
    cos,
    invited,
    isDepartmentDuty: _,
    limitPolicyId,
    requiredEvidence,
    ...route
  } = routeOf(state, occasion);
  const { caseId, counters } = state;
  const { newId } = occasion;
  const resolved = fact('RouteResolved', { caseId, ...route });
  if (route.outcome !== 'MATCHED') {
    const review = { caseId, reviewId: newId(), cause: route.outcome, unitIds: invited };
    return [resolved, fact('JointReviewConvened', review)];
  }
  if (lead === undefined) return [resolved];
  const cause = counters.transfers > 0 ? 'REDISPATCH' : 'INITIAL';
  const { itemId, listVersion } = route;
  const order = { cause, designated: false, itemId, listVersion, limitPolicyId, requiredEvidence } as const;
  return [resolved, ...dispatchTo(partsOf(lead, cos), state, order, newId)];
}
