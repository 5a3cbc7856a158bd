import { coversEntry } from './category.js';
import type { Policies, Policy } from './policy.js';
import { couldTie, ITEM_PRECEDENCE, valuesOf } from './policy-match.js';
import { rowFault, type RowFault, repeated } from './row-fault.js';
import type { ReferenceData } from './reference-data.js';

type Known = Pick<ReferenceData, 'calendars' | 'codeSystems'>;

function faultsOfCategory({ selector }: Policy, index: number, { codeSystems }: Known): readonly RowFault[] {
  const at = ['policies', index, 'selector'] as const;
  const systems = valuesOf(selector, 'codeSystem').map(String);
  if (!systems.every((system) => codeSystems.has(system)))
    return [rowFault('unknown-code-system', ...at, 'codeSystem')];
  const entries = [...codeSystems.values()]
    .filter(({ codeSystem }) => systems.length === 0 || systems.includes(codeSystem))
    .flatMap(({ codes }) => codes);
  const known = valuesOf(selector, 'categoryCode')
    .map(String)
    .every((prefix) => entries.some((entry) => coversEntry(prefix, entry)));
  return known ? [] : [rowFault('unknown-category', ...at, 'categoryCode')];
}

function faultsOfPolicy(policy: Policy, index: number, known: Known): readonly RowFault[] {
  const { selector, precedence, limit, stage, calendarId } = policy;
  const faults: RowFault[] = [];
  const mixed = Object.values(selector).filter((wanted) => wanted !== undefined).length > 1;
  if (selector.itemOnly && (mixed || precedence !== ITEM_PRECEDENCE)) {
    faults.push(rowFault('item-only-mixed', 'policies', index, 'selector'));
  }
  if (limit !== null && 'of' in limit && limit.of === stage) {
    faults.push(rowFault('derived-from-itself', 'policies', index, 'limit', 'of'));
  }
  if (calendarId !== undefined && !known.calendars.has(calendarId)) {
    faults.push(rowFault('unknown-calendar', 'policies', index, 'calendarId'));
  }
  return [...faults, ...faultsOfCategory(policy, index, known)];
}

/** What forbids publishing this policy set; of two policies that could tie the later one is named. */
export const policyFaults = ({ policies }: Policies, known: Known): readonly RowFault[] => [
  ...repeated(policies, ({ policyId }) => policyId).map((index) =>
    rowFault('duplicate', 'policies', index, 'policyId'),
  ),
  ...policies.flatMap((policy, index) => [
    ...faultsOfPolicy(policy, index, known),
    ...(policies.slice(0, index).some((earlier) => couldTie(earlier, policy))
      ? [rowFault('could-tie', 'policies', index)]
      : []),
  ]),
];
