import { caseDecider, type CaseEventOf, type CaseState, fact, isOver } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import type { Settings } from '@bihuan/reference';
import { msBetween } from '@bihuan/working-time';
import { distanceM, type Spot } from './distance.policy.js';

type Candidate = CaseEventOf<'DuplicateSuspected'>['data']['candidates'][number];
type Category = NonNullable<CaseState['suggestedCategory']>;

/** Looks for open cases that this one may repeat. */
export class FindDuplicates extends Command<{ caseId: string }> {}

/** Another open case that lies near, or is about the same asset. */
export interface Neighbour {
  readonly caseId: string;
  readonly category: Category | null;
  readonly assetCode: string | null;
  readonly spot: Spot | null;
  readonly reportedAt: string;
  /** Position of its registration in the ledger: which of two cases came first. */
  readonly registeredAtPosition: number;
}
/** The same wish once the neighbours are known. */
export class JudgeNeighbours extends Command<{ caseId: string; neighbours: readonly Neighbour[] }> {}

const HOUR_MS = 3_600_000;
/** A person looks through them; more are no help. */
const MAX_CANDIDATES = 20;

/** The class of a case, or what its source suggests until it has one. */
export const categoryOf = ({ classification, suggestedCategory }: CaseState): Category | null =>
  classification ? { codeSystem: classification.codeSystem, code: classification.categoryCode } : suggestedCategory;

/** 疑似重复: names the open cases that this one may repeat; a person decides. Each is named once. */
export const findDuplicates = caseDecider('FindDuplicates', {
  // A case that ended meanwhile repeats nothing any more.
  alreadySo: (_: JudgeNeighbours, { status }) => isOver(status),

  decide({ data: { caseId, neighbours }, meta }: JudgeNeighbours, state, { reference: { settings } }) {
    const { masterCaseId, childCaseIds, suspected } = state.duplicates;
    const known = new Set([caseId, masterCaseId, ...childCaseIds, ...suspected.map((one) => one.caseId)]);
    // The later of two finds the earlier. What came after the trigger has its own search: told here as well, an event
    // that is delivered once more would say something new.
    const before = meta.trigger?.position ?? Infinity;
    const candidates = neighbours
      .filter((neighbour) => neighbour.registeredAtPosition < before && !known.has(neighbour.caseId))
      .flatMap((neighbour) => candidateFrom(neighbour, state, settings) ?? [])
      .slice(0, MAX_CANDIDATES);
    return candidates.length === 0 ? [] : [fact('DuplicateSuspected', { caseId, candidates })];
  },
});

function candidateFrom(neighbour: Neighbour, state: CaseState, settings: Settings): Candidate | undefined {
  const { caseId, assetCode, category, spot, reportedAt } = neighbour;
  if (assetCode !== null && assetCode === state.place?.assetCode) return { caseId, rule: 'SAME_ASSET' };
  const here = state.place?.position;
  if (!here || !spot || !isSame(category, categoryOf(state))) return undefined;
  const metres = distanceM(here, spot);
  const apartMs = Math.abs(msBetween(state.reportedAt, reportedAt));
  if (metres > settings.duplicateRadiusM || apartMs > settings.duplicateHours * HOUR_MS) return undefined;
  const near = { distanceM: Math.round(metres), hoursApart: Math.floor(apartMs / HOUR_MS) };
  return { caseId, rule: 'PLACE_TIME', ...near };
}

const isSame = (one: Category | null, other: Category | null): boolean =>
  one !== null && other !== null && one.codeSystem === other.codeSystem && one.code === other.code;
