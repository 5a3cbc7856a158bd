import { caseDecider, fact, liveLead, refuse, type TextRef } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { chosenLead, dispatchTo, evidenceFor, leadIn, type Part, routeOf } from '../domain/dispatch.policy.js';

type Choice = { caseId: string; parts: readonly Part[]; reasonRef: TextRef | undefined };
export class DispatchCase extends Command<Choice> {}

/** 派单 by hand: gives an accepted case to the one unit that must answer for it, and to those that help. */
export const dispatchCase = caseDecider('DispatchCase', {
  // A second click must not restart the handling clock.
  alreadySo: ({ data: { parts } }: DispatchCase, state) =>
    parts.some(({ role, unitId }) => role === 'LEAD' && unitId === liveLead(state)?.unitId),

  decide({ data: { caseId, parts, reasonRef } }: DispatchCase, state, occasion) {
    const { newId, reference } = occasion;
    const route = routeOf(state, occasion);
    // Being faster than the resolver is no way around the joint review that it would convene.
    const isForList = state.disposition === 'DISPATCH' || state.disposition === 'CLAIM';
    if (isForList && route.outcome !== 'MATCHED') refuse('ROUTE_AMBIGUOUS', { outcome: route.outcome });
    leadIn(parts);
    if (!reasonRef) refuse('REASON_REQUIRED');
    const { level } = chosenLead(parts, route, state, reference);
    const mode = parts.length > 1 ? 'JOINT' : 'DIRECTED';
    const choice = { caseId, outcome: 'MANUAL', mode, level, candidates: [], trace: [] } as const;
    const cause = state.counters.transfers > 0 ? 'REDISPATCH' : 'INITIAL';
    const order = { cause, designated: false, requiredEvidence: evidenceFor(state, reference) } as const;
    return [
      fact('RouteResolved', { ...choice, manualReasonRef: reasonRef }),
      ...dispatchTo(parts, state, order, newId),
    ];
  },
});
