import { endsBeforeItBegins, problem, type Problem, repeated } from './problem.js';
import type { Unit, UnitSet } from './unit.js';

/** Whether following the parents from a unit comes back to it. */
function isItsOwnParent(unit: Unit, byId: ReadonlyMap<string, Unit>): boolean {
  const seen = new Set<string>();
  let parent = unit.parentUnitId;
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    parent = byId.get(parent)?.parentUnitId;
  }
  return seen.has(unit.unitId);
}

function problemsOfUnit(unit: Unit, index: number, byId: ReadonlyMap<string, Unit>): readonly Problem[] {
  const at = ['units', index] as const;
  const rotates = unit.residency === 'ROTATING';
  const problems: Problem[] = [];
  if (endsBeforeItBegins(unit)) problems.push(problem('contradictory-range', ...at, 'validTo'));
  if (rotates !== unit.roster.length > 0) problems.push(problem('roster-mismatch', ...at, 'roster'));
  if (unit.parentUnitId === undefined) return problems;
  if (!byId.has(unit.parentUnitId)) problems.push(problem('unknown-parent', ...at, 'parentUnitId'));
  if (isItsOwnParent(unit, byId)) problems.push(problem('cycle', ...at, 'parentUnitId'));
  return problems;
}

/** What forbids publishing these units. Ids that differ in case only are the same: keys and topics fold them. */
export function unitProblems({ units }: UnitSet): readonly Problem[] {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  return [
    ...repeated(units, ({ unitId }) => unitId.toLowerCase()).map((index) =>
      problem('duplicate', 'units', index, 'unitId'),
    ),
    ...units.flatMap((unit, index) => problemsOfUnit(unit, index, byId)),
  ];
}
