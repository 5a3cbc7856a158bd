import { type Assignment, type CaseState, caseDecider, formerLead, isAccused } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import type { ReferenceData } from '@bihuan/reference';
import { dispatchTo, type Order, partsOf } from '../domain/dispatch.policy.js';
import { routeByList } from '../domain/routing.policy.js';

export class DispatchRework extends Command<{ caseId: string }> {}

/** The list is not asked again: what held for the lead's part holds for the next round. */
const asBefore = ({ designated, itemId, listVersion, limitPolicyId, requiredEvidence }: Assignment): Order => ({
  cause: 'REWORK',
  designated,
  itemId: itemId ?? undefined,
  listVersion: listVersion ?? undefined,
  limitPolicyId: limitPolicyId ?? undefined,
  requiredEvidence,
});

const mayTakePart = (unitId: string, state: CaseState, reference: ReferenceData): boolean =>
  reference.units.has(unitId) && !isAccused(state, unitId, reference);

/** 重办: the same lead does it again, with the helpers that the order names; the list decides where nobody can. */
export const dispatchRework = caseDecider('DispatchRework', {
  decide(_: DispatchRework, state, occasion) {
    const { newId, reference } = occasion;
    const lead = formerLead(state);
    if (!lead || !mayTakePart(lead.unitId, state, reference)) return routeByList(state, occasion);
    const cos = (state.rework?.coUnitIds ?? []).filter((unitId) => mayTakePart(unitId, state, reference));
    // The third rework does not lift the case to the next level yet: CaseEscalated comes with T42.
    return dispatchTo(partsOf(lead.unitId, cos), state, asBefore(lead), newId);
  },
});
