import { endsBeforeItBegins, rowFault, type RowFault, repeated } from './row-fault.js';
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

function faultsOfUnit(unit: Unit, index: number, byId: ReadonlyMap<string, Unit>): readonly RowFault[] {
  const at = ['units', index] as const;
  const rotates = unit.residency === 'ROTATING';
  const faults: RowFault[] = [];
  if (endsBeforeItBegins(unit)) faults.push(rowFault('contradictory-range', ...at, 'validTo'));
  if (rotates !== unit.roster.length > 0) faults.push(rowFault('roster-mismatch', ...at, 'roster'));
  if (unit.parentUnitId === undefined) return faults;
  if (!byId.has(unit.parentUnitId)) faults.push(rowFault('unknown-parent', ...at, 'parentUnitId'));
  if (isItsOwnParent(unit, byId)) faults.push(rowFault('cycle', ...at, 'parentUnitId'));
  return faults;
}

/** What forbids publishing these units. Ids that differ in case only are the same: keys and topics fold them. */
export function unitFaults({ units }: UnitSet): readonly RowFault[] {
  const byId = new Map(units.map((unit) => [unit.unitId, unit]));
  return [
    ...repeated(units, ({ unitId }) => unitId.toLowerCase()).map((index) =>
      rowFault('duplicate', 'units', index, 'unitId'),
    ),
    ...units.flatMap((unit, index) => faultsOfUnit(unit, index, byId)),
  ];
}
