import { type CaseState, type EventsOwnedBy, fact, isAccused, refuse } from '@bihuan/case';
import type { Occasion } from '@bihuan/kernel';
import { type EvidenceKind, isGrassroots, type ReferenceData, type Unit } from '@bihuan/reference';
import { type ResolvedRoute, resolveRoute } from './route.policy.js';

/** A unit and its part in a case: to answer for it (主办), or to help (协办). */
export interface Part {
  readonly unitId: string;
  readonly role: 'LEAD' | 'CO';
}

/** The lead first; a unit that leads does not help as well. */
export const partsOf = (leadUnitId: string | undefined, coUnitIds: readonly string[]): readonly Part[] => [
  ...(leadUnitId === undefined ? [] : [{ unitId: leadUnitId, role: 'LEAD' } as const]),
  ...coUnitIds.filter((unitId) => unitId !== leadUnitId).map((unitId) => ({ unitId, role: 'CO' }) as const),
];

/** Who leads among the parts. @throws Refusal LEAD_REQUIRED */
export const leadIn = (parts: readonly Part[]): Part =>
  parts.find(({ role }) => role === 'LEAD') ?? refuse('LEAD_REQUIRED');

type Dispatch = Extract<EventsOwnedBy<'routing'>, { type: 'AssignmentDispatched' }>;

/** What all parts of one dispatch have in common. */
export type Order = Omit<Dispatch['data'], 'caseId' | 'assignmentId' | 'unitId' | 'role' | 'round'>;

/** 派单: each unit's part in the present round, in the order given. */
export const dispatchTo = (
  parts: readonly Part[],
  { caseId, round }: CaseState,
  order: Order,
  newId: Occasion['newId'],
): readonly Dispatch[] =>
  parts.map(({ unitId, role }) =>
    fact('AssignmentDispatched', { caseId, assignmentId: newId(), unitId, role, round, ...order }),
  );

/** What the accountability list says of the case as it stands. @throws Refusal CLASSIFICATION_REQUIRED */
export function routeOf(state: CaseState, { reference, now }: Occasion<ReferenceData>): ResolvedRoute {
  const { classification, accusedUnitIds, disposition, place, returnedUnitIds } = state;
  if (!classification) refuse('CLASSIFICATION_REQUIRED');
  const question = {
    disposition: disposition === 'CLAIM' ? 'CLAIM' : 'DISPATCH',
    classification: { ...classification, accusedUnitIds },
    place: place ?? undefined,
    returnedUnitIds,
  } as const;
  return resolveRoute(question, reference, now);
}

/** What the tenant demands for the matter where no item of the list says it. */
export const evidenceFor = ({ classification }: CaseState, { settings }: ReferenceData): readonly EvidenceKind[] =>
  (classification && settings.evidenceByMatterKind[classification.matterKind]) ?? [];

/** The duty is a department's, and the lead chosen is none. */
const isPushedDown = (lead: Unit, { isDepartmentDuty }: ResolvedRoute, { settings }: ReferenceData): boolean =>
  settings.forbidPushDown && isDepartmentDuty && isGrassroots(lead);

/** @throws Refusal UNKNOWN_UNIT, ACCUSED_UNIT_EXCLUDED */
function fitUnit({ unitId }: Part, state: CaseState, reference: ReferenceData): Unit {
  const unit = reference.units.get(unitId) ?? refuse('UNKNOWN_UNIT', { unitId });
  if (isAccused(state, unitId, reference)) refuse('ACCUSED_UNIT_EXCLUDED', { unitId });
  return unit;
}

/**
 * The unit that is to lead, where a person chose it and its helpers.
 * @throws Refusal LEAD_REQUIRED, UNKNOWN_UNIT, ACCUSED_UNIT_EXCLUDED or PUSH_DOWN_FORBIDDEN
 */
export function chosenLead(
  parts: readonly Part[],
  route: ResolvedRoute,
  state: CaseState,
  reference: ReferenceData,
): Unit {
  const lead = fitUnit(leadIn(parts), state, reference);
  for (const part of parts) fitUnit(part, state, reference);
  if (isPushedDown(lead, route, reference)) refuse('PUSH_DOWN_FORBIDDEN', { unitId: lead.unitId });
  return lead;
}
