import {
  type AccountabilityItem,
  type EvidenceKind,
  type Grade,
  type GovernanceLevel,
  governanceLevels,
  isDepartmentDuty,
  type ReferenceData,
} from '@bihuan/reference';
import { civilDateOf } from '@bihuan/working-time';
import { type Candidate, candidatesFor, type RouteQuestion } from './route-items.policy.js';
import { helpersOf, leadChoice, type LeadChoice, territoryToHear } from './route-units.policy.js';

export type { RouteQuestion } from './route-items.policy.js';

type Mode = AccountabilityItem['mode'];

/** What a step looked at, and what came of it: an id, a level, an outcome, or NONE. */
interface TraceStep {
  readonly step: 'CANDIDATES' | 'ASSET' | 'SPECIFICITY' | 'EXCLUDE' | 'LEAD' | 'CO' | 'LEVEL' | 'RESULT';
  readonly inputs: readonly string[];
  readonly result: string;
}

interface RouteCandidate {
  readonly unitId: string;
  readonly role: 'LEAD' | 'CO';
  readonly itemId: string;
  readonly score: number;
}

/** 分流: who must handle a case, and why. */
export interface ResolvedRoute {
  /** MATCHED in mode CLAIM is a pool: its units are the candidates, and nobody leads yet. */
  readonly outcome: 'MATCHED' | 'AMBIGUOUS' | 'NO_MATCH';
  readonly mode: Mode;
  readonly level: GovernanceLevel;
  readonly listVersion?: number;
  /** Of the one item that decided. */
  readonly itemId?: string;
  readonly lead?: string;
  readonly cos: readonly string[];
  readonly candidates: readonly RouteCandidate[];
  /** Every item that names a lead lays the duty on a department; where no lead is left, those named before count. */
  readonly isDepartmentDuty: boolean;
  /** One for each step, in order. */
  readonly trace: readonly TraceStep[];
  readonly limitPolicyId?: string;
  /** Of the item; where no item decided, what the tenant demands for the matter. */
  readonly requiredEvidence: readonly EvidenceKind[];
  /** Whom a joint review invites: the candidates for the lead, else the street or town of the place. */
  readonly invited: readonly string[];
}

/** The lowest level that handles a case of the grade (domain/classification.md §1: grid level 2, grid level 1). */
const LEAST_LEVEL: Readonly<Record<Grade, GovernanceLevel>> = {
  GENERAL: 'GRID',
  IMPORTANT: 'COMMUNITY',
  MAJOR: 'STREET',
};

const higher = (left: GovernanceLevel, right: GovernanceLevel): GovernanceLevel =>
  governanceLevels.indexOf(left) < governanceLevels.indexOf(right) ? right : left;

/** What the eight steps found. */
interface Finding {
  readonly question: RouteQuestion;
  readonly reference: ReferenceData;
  readonly candidates: readonly Candidate[];
  readonly excludedIds: readonly string[];
  /** The nearest choices that have a lead left; equally near. */
  readonly best: readonly LeadChoice[];
  /** Their leads, each once, in order of ids. */
  readonly leadIds: readonly string[];
  readonly outcome: ResolvedRoute['outcome'];
  readonly isDepartmentDuty: boolean;
}

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

function outcomeOf(leadIds: readonly string[], { disposition }: RouteQuestion): ResolvedRoute['outcome'] {
  if (leadIds.length === 0) return 'NO_MATCH';
  return leadIds.length === 1 || disposition === 'CLAIM' ? 'MATCHED' : 'AMBIGUOUS';
}

function find(question: RouteQuestion, reference: ReferenceData, now: string): Finding {
  const today = civilDateOf(now, reference.settings);
  const candidates = candidatesFor(question, reference, today);
  const choices = candidates.map((candidate) => leadChoice(candidate, question, reference, today));
  const left = choices.filter(({ leadIds }) => leadIds.length > 0);
  const best = left.filter(({ score }) => score === left[0]?.score);
  const leadIds = unique(best.flatMap((choice) => choice.leadIds)).toSorted();
  const excludedIds = unique(choices.flatMap((choice) => choice.excludedIds)).toSorted();
  // That nobody is left to lead takes the duty from none of those who had it.
  const naming = best.length > 0 ? best : choices.filter((choice) => choice.excludedIds.length > 0);
  return {
    question,
    reference,
    candidates,
    excludedIds,
    best,
    leadIds,
    outcome: outcomeOf(leadIds, question),
    isDepartmentDuty: naming.length > 0 && naming.every(({ item }) => isDepartmentDuty(item, reference.units)),
  };
}

/** The item that decided: alone, or the first of several that name the same lead. */
const decidingItem = ({ best, outcome }: Finding): AccountabilityItem | undefined =>
  outcome === 'MATCHED' || best.length === 1 ? best[0]?.item : undefined;

const leadOf = ({ leadIds, outcome, question }: Finding): string | undefined =>
  outcome === 'MATCHED' && question.disposition === 'DISPATCH' ? leadIds[0] : undefined;

function helpers(finding: Finding): readonly string[] {
  const lead = leadOf(finding);
  const item = decidingItem(finding);
  return item && lead !== undefined ? helpersOf(item, lead, finding.question, finding.reference) : [];
}

/** That of the item that decided, else of the highest that might; a grave case is lifted. */
function levelOf(finding: Finding): GovernanceLevel {
  const { best, question, reference } = finding;
  if (best.length === 0) return reference.settings.levelOfNoMatch;
  const items = [decidingItem(finding) ?? best.map(({ item }) => item)].flat();
  return items.map(({ level }) => level).reduce(higher, LEAST_LEVEL[question.classification.grade]);
}

/** Where no item says it: the default of the matter (domain/classification.md §1). */
function defaultMode({ disposition, classification: { matterKind, grade } }: RouteQuestion): Mode {
  if (disposition === 'CLAIM') return 'CLAIM';
  if (matterKind === 'HAZARD') return grade === 'MAJOR' ? 'JOINT' : 'DIRECTED';
  return matterKind === 'DISPUTE' || matterKind === 'CARE' ? 'JOINT' : 'DIRECTED';
}

/** Each unit once, under the first item that names it. */
function candidatesOf({ best, leadIds }: Finding, cos: readonly string[]): readonly RouteCandidate[] {
  const leads = leadIds.flatMap((unitId): RouteCandidate[] => {
    const choice = best.find((candidate) => candidate.leadIds.includes(unitId));
    return choice ? [{ unitId, role: 'LEAD', itemId: choice.item.itemId, score: choice.score }] : [];
  });
  const [deciding] = best;
  if (!deciding) return [];
  const { item, score } = deciding;
  return [...leads, ...cos.map((unitId): RouteCandidate => ({ unitId, role: 'CO', itemId: item.itemId, score }))];
}

const idsOf = (candidates: readonly Candidate[]): readonly string[] => candidates.map(({ item }) => item.itemId);

const step = (name: TraceStep['step'], inputs: readonly string[], result = inputs[0] ?? 'NONE'): TraceStep => ({
  step: name,
  inputs,
  result,
});

/** The lead; the item for a pool; else that nobody, or not one alone, was found. */
function resultOfLead(finding: Finding): string {
  if (finding.outcome === 'NO_MATCH') return 'NONE';
  if (finding.outcome === 'AMBIGUOUS') return 'AMBIGUOUS';
  return leadOf(finding) ?? idsOf(finding.best)[0] ?? 'NONE';
}

function traceOf(finding: Finding, cos: readonly string[]): readonly TraceStep[] {
  const { candidates, excludedIds, best, leadIds, outcome } = finding;
  const owned = candidates.filter(({ ownerIds }) => ownerIds.length > 0);
  return [
    step('CANDIDATES', idsOf(candidates).toSorted()),
    step('ASSET', idsOf(owned)),
    step('SPECIFICITY', idsOf(candidates)),
    step('EXCLUDE', excludedIds, idsOf(best)[0] ?? 'NONE'),
    step('LEAD', leadIds, resultOfLead(finding)),
    step('CO', cos),
    step('LEVEL', idsOf(best), levelOf(finding)),
    step('RESULT', leadIds, outcome),
  ];
}

const evidenceOf = ({ question, reference }: Finding, item: AccountabilityItem | undefined): readonly EvidenceKind[] =>
  item?.evidence ?? reference.settings.evidenceByMatterKind[question.classification.matterKind] ?? [];

/** What is not known is no field at all. */
const itemFields = (item: AccountabilityItem | undefined) => ({
  ...(item && { itemId: item.itemId }),
  ...(item?.limitPolicyId !== undefined && { limitPolicyId: item.limitPolicyId }),
});

/**
 * Reads the accountability list: eight steps over codes (domain/classification.md §6). The same question, list and day
 * give the same answer and trace. `now` (ISO-8601 UTC) says the day: of validity, and of the roster.
 */
export function resolveRoute(question: RouteQuestion, reference: ReferenceData, now: string): ResolvedRoute {
  const finding = find(question, reference, now);
  const { best, leadIds, outcome } = finding;
  const item = decidingItem(finding);
  const lead = leadOf(finding);
  const cos = helpers(finding);
  const listVersion = reference.accountabilityList?.listVersion;
  return {
    outcome,
    mode: best[0]?.item.mode ?? defaultMode(question),
    level: levelOf(finding),
    ...(listVersion !== undefined && { listVersion }),
    ...itemFields(item),
    ...(lead !== undefined && { lead }),
    cos,
    candidates: candidatesOf(finding, cos),
    isDepartmentDuty: finding.isDepartmentDuty,
    trace: traceOf(finding, cos),
    requiredEvidence: evidenceOf(finding, item),
    invited: leadIds.length > 0 ? leadIds : territoryToHear(question, reference),
  };
}
