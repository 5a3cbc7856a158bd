import type { AccountabilityItem, AccountabilityItems } from './accountability-list.js';
import { coversEntry } from './category.js';
import { endsBeforeItBegins, rowFault, type RowFault, repeated } from './row-fault.js';
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

function faultsOfMatter({ matter }: AccountabilityItem, at: Path, { codeSystems }: Known): readonly RowFault[] {
  const { codeSystem, categoryCodes, matterKind } = matter;
  if (codeSystem !== undefined && !codeSystems.has(codeSystem)) {
    return [rowFault('unknown-code-system', ...at, 'matter', 'codeSystem')];
  }
  const entries = [...codeSystems.values()]
    .filter((table) => codeSystem === undefined || table.codeSystem === codeSystem)
    .flatMap(({ codes }) => codes)
    .filter((entry) => entry.matterKind === matterKind);
  return categoryCodes.flatMap((prefix, index) =>
    entries.some((entry) => coversEntry(prefix, entry))
      ? []
      : [rowFault('unknown-category', ...at, 'matter', 'categoryCodes', index)],
  );
}

function faultsOfRules({ leadRule, mode, assetOwners }: AccountabilityItem, at: Path): readonly RowFault[] {
  const faults: RowFault[] = [];
  if ((leadRule.rule === 'POOL') !== (mode === 'CLAIM')) faults.push(rowFault('pool-and-claim', ...at, 'leadRule'));
  if (leadRule.rule === 'ASSET_OWNER' && assetOwners.length === 0) {
    faults.push(rowFault('asset-owner-missing', ...at, 'assetOwners'));
  }
  return faults;
}

function faultsOfItem(item: AccountabilityItem, at: Path, known: Known): readonly RowFault[] {
  const handling = known.policySet.policies.filter(({ stage }) => stage === 'HANDLING');
  const { limitPolicyId } = item;
  const faults: RowFault[] = [];
  if (endsBeforeItBegins(item)) faults.push(rowFault('contradictory-range', ...at, 'validTo'));
  if (limitPolicyId !== undefined && !handling.some(({ policyId }) => policyId === limitPolicyId)) {
    faults.push(rowFault('unknown-policy', ...at, 'limitPolicyId'));
  }
  for (const [unitId, path] of unitsNamed(item)) {
    if (!known.units.has(unitId)) faults.push(rowFault('unknown-unit', ...at, ...path));
  }
  return [...faults, ...faultsOfMatter(item, at, known), ...faultsOfRules(item, at)];
}

/** What forbids publishing this accountability list. */
export const accountabilityFaults = ({ items }: AccountabilityItems, known: Known): readonly RowFault[] => [
  ...repeated(items, ({ itemId }) => itemId).map((index) => rowFault('duplicate', 'items', index, 'itemId')),
  ...items.flatMap((item, index) => faultsOfItem(item, ['items', index], known)),
];
