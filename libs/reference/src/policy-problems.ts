import { coversEntry } from './category.js';
import type { Policies, Policy } from './policy.js';
import { couldTie, ITEM_PRECEDENCE, valuesOf } from './policy-match.js';
import { problem, type Problem, repeated } from './problem.js';
import type { ReferenceData } from './reference-data.js';

type Known = Pick<ReferenceData, 'calendars' | 'codeSystems'>;

function problemsOfCategory({ selector }: Policy, index: number, { codeSystems }: Known): readonly Problem[] {
  const at = ['policies', index, 'selector'] as const;
  const systems = valuesOf(selector, 'codeSystem').map(String);
  if (!systems.every((system) => codeSystems.has(system))) return [problem('unknown-code-system', ...at, 'codeSystem')];
  const entries = [...codeSystems.values()]
    .filter(({ codeSystem }) => systems.length === 0 || systems.includes(codeSystem))
    .flatMap(({ codes }) => codes);
  const known = valuesOf(selector, 'categoryCode')
    .map(String)
    .every((prefix) => entries.some((entry) => coversEntry(prefix, entry)));
  return known ? [] : [problem('unknown-category', ...at, 'categoryCode')];
}

function problemsOfPolicy(policy: Policy, index: number, known: Known): readonly Problem[] {
  const { selector, precedence, limit, stage, calendarId } = policy;
  const problems: Problem[] = [];
  const mixed = Object.values(selector).filter((wanted) => wanted !== undefined).length > 1;
  if (selector.itemOnly && (mixed || precedence !== ITEM_PRECEDENCE)) {
    problems.push(problem('item-only-mixed', 'policies', index, 'selector'));
  }
  if (limit !== null && 'of' in limit && limit.of === stage) {
    problems.push(problem('derived-from-itself', 'policies', index, 'limit', 'of'));
  }
  if (calendarId !== undefined && !known.calendars.has(calendarId)) {
    problems.push(problem('unknown-calendar', 'policies', index, 'calendarId'));
  }
  return [...problems, ...problemsOfCategory(policy, index, known)];
}

/** What forbids publishing this policy set; of two policies that could tie the later one is named. */
export const policyProblems = ({ policies }: Policies, known: Known): readonly Problem[] => [
  ...repeated(policies, ({ policyId }) => policyId).map((index) => problem('duplicate', 'policies', index, 'policyId')),
  ...policies.flatMap((policy, index) => [
    ...problemsOfPolicy(policy, index, known),
    ...(policies.slice(0, index).some((earlier) => couldTie(earlier, policy))
      ? [problem('could-tie', 'policies', index)]
      : []),
  ]),
];
