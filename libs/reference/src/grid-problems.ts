import type { Grid, GridSet } from './grid.js';
import { problem, type Problem, repeated } from './problem.js';
import type { ReferenceData } from './reference-data.js';
import { isWithin } from './region.js';

function problemsOfParent(grid: Grid, index: number, byCode: ReadonlyMap<string, Grid>): readonly Problem[] {
  if (grid.parentGridCode === undefined) {
    return grid.level === 1 ? [] : [problem('wrong-level', 'grids', index, 'level')];
  }
  const parent = byCode.get(grid.parentGridCode);
  if (!parent) return [problem('unknown-parent', 'grids', index, 'parentGridCode')];
  const problems: Problem[] = [];
  if (grid.level !== parent.level + 1) problems.push(problem('wrong-level', 'grids', index, 'level'));
  if (!isWithin(grid.regionCode, parent.regionCode)) {
    problems.push(problem('outside-parent', 'grids', index, 'regionCode'));
  }
  return problems;
}

/** What forbids publishing these grids. */
export function gridProblems({ grids }: GridSet, { units }: Pick<ReferenceData, 'units'>): readonly Problem[] {
  const byCode = new Map(grids.map((grid) => [grid.gridCode, grid]));
  return [
    ...repeated(grids, ({ gridCode }) => gridCode).map((index) => problem('duplicate', 'grids', index, 'gridCode')),
    ...grids.flatMap((grid, index) => [
      ...problemsOfParent(grid, index, byCode),
      ...grid.contacts.flatMap(({ unitId }, contact) =>
        units.has(unitId) ? [] : [problem('unknown-unit', 'grids', index, 'contacts', contact, 'unitId')],
      ),
    ]),
  ];
}
