import {
  type AccountabilityItem,
  isPushDown,
  isUnder,
  type ReferenceData,
  territoryUnits,
  weekdayOf,
} from '@bihuan/reference';
import type { Candidate, RouteQuestion } from './route-items.policy.js';

const territoryOf = (
  { place }: RouteQuestion,
  level: 'COMMUNITY' | 'STREET',
  reference: ReferenceData,
): readonly string[] => (place ? territoryUnits(place, level, reference).map(({ unitId }) => unitId) : []);

const streetsOf = (question: RouteQuestion, reference: ReferenceData): readonly string[] =>
  territoryOf(question, 'STREET', reference);

/** Units on duty in the centre by their roster. */
const onRotation = ({ units }: ReferenceData, today: string): readonly string[] =>
  [...units.values()]
    .filter(({ residency, roster }) => residency === 'ROTATING' && roster.includes(weekdayOf(today)))
    .map(({ unitId }) => unitId);

/** Whom the lead rule names; the owner of a known asset or place comes before the rule. */
function namedBy(
  { item: { leadRule }, ownerIds }: Candidate,
  question: RouteQuestion,
  reference: ReferenceData,
  today: string,
): readonly string[] {
  if (ownerIds.length > 0) return ownerIds;
  if (leadRule.rule === 'FIXED') return [leadRule.unitId];
  if (leadRule.rule === 'POOL') return leadRule.unitIds;
  if (leadRule.rule === 'TERRITORY') return territoryOf(question, leadRule.level, reference);
  return leadRule.rule === 'ON_ROTATION' ? onRotation(reference, today) : [];
}

/** Units that may not judge their own matter, those below them too, and units that are no more. */
const isBarred = (unitId: string, { classification }: RouteQuestion, { units }: ReferenceData): boolean =>
  !units.has(unitId) || isUnder(units, unitId, classification.accusedUnitIds);

const isExcluded = (unitId: string, question: RouteQuestion, reference: ReferenceData): boolean =>
  isBarred(unitId, question, reference) || question.returnedUnitIds.includes(unitId);

function mayLead(unitId: string, item: AccountabilityItem, question: RouteQuestion, reference: ReferenceData): boolean {
  const unit = reference.units.get(unitId);
  return unit !== undefined && !isExcluded(unitId, question, reference) && !isPushDown(item, unit, reference);
}

/** Each once, in order of ids. */
const sorted = (unitIds: readonly string[]): readonly string[] => [...new Set(unitIds)].toSorted();

/** A candidate with the leads it names, those that may lead and those that may not. */
export interface LeadChoice extends Candidate {
  readonly leadIds: readonly string[];
  readonly excludedIds: readonly string[];
}

/** Step 4: who of those named may lead. */
export function leadChoice(
  candidate: Candidate,
  question: RouteQuestion,
  reference: ReferenceData,
  today: string,
): LeadChoice {
  const named = sorted(namedBy(candidate, question, reference, today));
  const leadIds = named.filter((unitId) => mayLead(unitId, candidate.item, question, reference));
  return { ...candidate, leadIds, excludedIds: named.filter((unitId) => !leadIds.includes(unitId)) };
}

function contactsOf({ place }: RouteQuestion, { grids }: ReferenceData): readonly string[] {
  const grid = place?.gridCode === undefined ? undefined : grids.get(place.gridCode);
  return (grid?.contacts ?? []).map(({ unitId }) => unitId);
}

/** Step 6: who helps, in the order of the item's rules; JOINT adds the street or town of the place. */
export function helpersOf(
  { coRule, mode }: AccountabilityItem,
  leadId: string,
  question: RouteQuestion,
  reference: ReferenceData,
): readonly string[] {
  const named = coRule.flatMap((rule) => {
    if (rule.rule === 'FIXED') return rule.unitIds;
    return rule.rule === 'TERRITORY' ? streetsOf(question, reference) : contactsOf(question, reference);
  });
  const joint = mode === 'JOINT' ? streetsOf(question, reference) : [];
  return [...new Set([...named, ...joint])].filter(
    (unitId) => unitId !== leadId && !isExcluded(unitId, question, reference),
  );
}

/** Whom a joint review hears where the list names nobody: the street or town of the place, though it gave the case back. */
export const territoryToHear = (question: RouteQuestion, reference: ReferenceData): readonly string[] =>
  streetsOf(question, reference).filter((unitId) => !isBarred(unitId, question, reference));
