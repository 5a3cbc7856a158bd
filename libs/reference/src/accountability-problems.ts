import type { AccountabilityItem, AccountabilityItems } from './accountability-list.js';
import { coversEntry } from './category.js';
import { endsBeforeItBegins, problem, type Problem, repeated } from './problem.js';
import type { ReferenceData } from './reference-data.js';

type Known = Pick<ReferenceData, 'units' | 'codeSystems' | 'policySet'>;
type Path = readonly PropertyKey[];

/** Every unit that an item names, with its place. */
function unitsNamed({ leadRule, coRule, assetOwners }: AccountabilityItem): readonly (readonly [string, Path])[] {
  const leads = leadRule.rule === 'POOL' ? leadRule.unitIds : [];
  return [
    ...(leadRule.rule === 'FIXED' ? [[leadRule.unitId, ['leadRule', 'unitId']] as const] : []),
    ...leads.map((unitId, index) => [unitId, ['leadRule', 'unitIds', index]] as const),
    ...assetOwners.map(({ unitId }, index) => [unitId, ['assetOwners', index, 'unitId']] as const),
    ...coRule.flatMap((rule, index) =>
      rule.rule === 'FIXED'
        ? rule.unitIds.map((unitId, place) => [unitId, ['coRule', index, 'unitIds', place]] as const)
        : [],
    ),
  ];
}

function problemsOfMatter({ matter }: AccountabilityItem, at: Path, { codeSystems }: Known): readonly Problem[] {
  const { codeSystem, categoryCodes, matterKind } = matter;
  if (codeSystem !== undefined && !codeSystems.has(codeSystem)) {
    return [problem('unknown-code-system', ...at, 'matter', 'codeSystem')];
  }
  const entries = [...codeSystems.values()]
    .filter((table) => codeSystem === undefined || table.codeSystem === codeSystem)
    .flatMap(({ codes }) => codes)
    .filter((entry) => entry.matterKind === matterKind);
  return categoryCodes.flatMap((prefix, index) =>
    entries.some((entry) => coversEntry(prefix, entry))
      ? []
      : [problem('unknown-category', ...at, 'matter', 'categoryCodes', index)],
  );
}

function problemsOfRules({ leadRule, mode, assetOwners }: AccountabilityItem, at: Path): readonly Problem[] {
  const problems: Problem[] = [];
  if ((leadRule.rule === 'POOL') !== (mode === 'CLAIM')) problems.push(problem('pool-and-claim', ...at, 'leadRule'));
  if (leadRule.rule === 'ASSET_OWNER' && assetOwners.length === 0) {
    problems.push(problem('asset-owner-missing', ...at, 'assetOwners'));
  }
  return problems;
}

function problemsOfItem(item: AccountabilityItem, at: Path, known: Known): readonly Problem[] {
  const handling = known.policySet.policies.filter(({ stage }) => stage === 'HANDLING');
  const { limitPolicyId } = item;
  const problems: Problem[] = [];
  if (endsBeforeItBegins(item)) problems.push(problem('contradictory-range', ...at, 'validTo'));
  if (limitPolicyId !== undefined && !handling.some(({ policyId }) => policyId === limitPolicyId)) {
    problems.push(problem('unknown-policy', ...at, 'limitPolicyId'));
  }
  for (const [unitId, path] of unitsNamed(item)) {
    if (!known.units.has(unitId)) problems.push(problem('unknown-unit', ...at, ...path));
  }
  return [...problems, ...problemsOfMatter(item, at, known), ...problemsOfRules(item, at)];
}

/** What forbids publishing this accountability list. */
export const accountabilityProblems = ({ items }: AccountabilityItems, known: Known): readonly Problem[] => [
  ...repeated(items, ({ itemId }) => itemId).map((index) => problem('duplicate', 'items', index, 'itemId')),
  ...items.flatMap((item, index) => problemsOfItem(item, ['items', index], known)),
];
