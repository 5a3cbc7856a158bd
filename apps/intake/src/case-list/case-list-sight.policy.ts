import { type Asker, type Sight, sightOf } from '@bihuan/case';
import { isGrassroots, isWithin, type ReferenceData, regionPart, type Unit } from '@bihuan/reference';

/** Streets and communities see what happens in their region; the grid of a case may say more than its region code. */
export interface Territory {
  /** Beginning of every region code of the territory. */
  readonly regionPrefix: string;
  /** Grids in it: their cases belong to it, whatever their region code says. */
  readonly gridCodes: readonly string[];
  /** Grids that lie elsewhere: their cases do not, whatever their region code says. */
  readonly foreignGridCodes: readonly string[];
  /** The unit and those above it: none of them may be accused. */
  readonly unitIds: readonly string[];
}

/** Which cases somebody may know of, in a form that a query can ask for: the same as `maySee` says of one case. */
export type ListSight =
  | { readonly of: 'ALL' | 'NONE' }
  | { readonly of: 'SOURCE'; readonly sourceSystems: readonly string[] }
  | { readonly of: 'REPORTER'; readonly ref: string }
  | {
      readonly of: 'GRID';
      readonly ref: string;
      readonly gridCodes: readonly string[];
      /** The worker's unit and those above it: a case of the grid is about none of them. */
      readonly unitIds: readonly string[];
    }
  | { readonly of: 'UNIT'; readonly unitId: string; readonly territory: Territory | undefined };

type ListSightOf = (asker: Asker, reference: ReferenceData) => ListSight;

const ofUnit: ListSightOf = ({ actor: { unitId } }, reference) => {
  if (unitId === undefined) return { of: 'NONE' };
  const unit = reference.units.get(unitId);
  const territory = unit && isGrassroots(unit) ? territoryOf(unit, reference) : undefined;
  return { of: 'UNIT', unitId, territory };
};

const listSights: Readonly<Record<Sight, ListSightOf>> = {
  ALL: () => ({ of: 'ALL' }),
  UNIT: ofUnit,
  GRID: ({ actor, binding }, { units }) => ({
    of: 'GRID',
    ref: actor.ref,
    gridCodes: binding?.gridCodes ?? [],
    unitIds: withThoseAbove(actor.unitId, units),
  }),
  SOURCE: ({ binding }) => ({ of: 'SOURCE', sourceSystems: binding?.sourceSystems ?? [] }),
  REPORTER: ({ actor }) => ({ of: 'REPORTER', ref: actor.ref }),
  NONE: () => ({ of: 'NONE' }),
};

/** What the asker may find in the list; nothing for an unknown role. */
export const listSightOf = (asker: Asker, reference: ReferenceData): ListSight =>
  listSights[sightOf(asker.actor.role)](asker, reference);

function territoryOf({ unitId, regionCode }: Unit, { units, grids }: ReferenceData): Territory {
  const all = [...grids.values()];
  return {
    regionPrefix: regionPart(regionCode),
    gridCodes: all.filter((grid) => isWithin(grid.regionCode, regionCode)).map(({ gridCode }) => gridCode),
    // A grid around the territory leaves it to the region code; one beside it does not.
    foreignGridCodes: all
      .filter((grid) => !isWithin(grid.regionCode, regionCode) && !isWithin(regionCode, grid.regionCode))
      .map(({ gridCode }) => gridCode),
    unitIds: withThoseAbove(unitId, units),
  };
}

function withThoseAbove(unitId: string | undefined, units: ReferenceData['units']): readonly string[] {
  const chain = new Set<string>();
  for (let id = unitId; id !== undefined && !chain.has(id); id = units.get(id)?.parentUnitId) {
    chain.add(id);
  }
  return [...chain];
}
