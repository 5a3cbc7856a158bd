import type { Grid, GridSet } from './grid.js';
import { rowFault, type RowFault, repeated } from './row-fault.js';
import type { ReferenceData } from './reference-data.js';
import { isWithin } from './region.js';

function faultsOfParent(grid: Grid, index: number, byCode: ReadonlyMap<string, Grid>): readonly RowFault[] {
  if (grid.parentGridCode === undefined) {
    return grid.level === 1 ? [] : [rowFault('wrong-level', 'grids', index, 'level')];
  }
  const parent = byCode.get(grid.parentGridCode);
  if (!parent) return [rowFault('unknown-parent', 'grids', index, 'parentGridCode')];
  const faults: RowFault[] = [];
  if (grid.level !== parent.level + 1) faults.push(rowFault('wrong-level', 'grids', index, 'level'));
  if (!isWithin(grid.regionCode, parent.regionCode)) {
    faults.push(rowFault('outside-parent', 'grids', index, 'regionCode'));
  }
  return faults;
}

/** What forbids publishing these grids. */
export function gridFaults({ grids }: GridSet, { units }: Pick<ReferenceData, 'units'>): readonly RowFault[] {
  const byCode = new Map(grids.map((grid) => [grid.gridCode, grid]));
  return [
    ...repeated(grids, ({ gridCode }) => gridCode).map((index) => rowFault('duplicate', 'grids', index, 'gridCode')),
    ...grids.flatMap((grid, index) => [
      ...faultsOfParent(grid, index, byCode),
      ...grid.contacts.flatMap(({ unitId }, contact) =>
        units.has(unitId) ? [] : [rowFault('unknown-unit', 'grids', index, 'contacts', contact, 'unitId')],
      ),
    ]),
  ];
}
