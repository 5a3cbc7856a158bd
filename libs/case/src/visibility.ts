import type { Actor, Binding } from '@bihuan/kernel';
import { isGrassroots, isUnder, isWithin, type ReferenceData, regionOf } from '@bihuan/reference';
import { isLost, liveLead } from './case-questions.js';
import type { Assignment, CaseState } from './case-state.js';
import type { LifeCycleRow } from './life-cycle-row.js';
import type { RefusalCode } from './refusals.js';
import { type Sight, sightOf } from './roles.js';

/** Who asks: the account, and what its credential is bound to. */
export interface Asker {
  readonly actor: Actor;
  readonly binding?: Binding;
}

type Knows = (state: CaseState, asker: Asker, reference: ReferenceData) => boolean;

// An unfinished review asks a unit before it has a part.
const isInvited = ({ jointReview }: CaseState, unitId: string): boolean =>
  jointReview?.decision === null && jointReview.unitIds.includes(unitId);

/** The unit has or had the case, and did not lose it again; or it is asked about it. */
const hasPart = (state: CaseState, unitId: string): boolean =>
  state.assignments.some((part) => part.unitId === unitId && !isLost(part)) || isInvited(state, unitId);

/** The case is about the unit, or about one above it. */
export const isAccused = (
  { accusedUnitIds }: Pick<CaseState, 'accusedUnitIds'>,
  unitId: string,
  { units }: Pick<ReferenceData, 'units'>,
): boolean => isUnder(units, unitId, accusedUnitIds);

/** 属地: streets and communities see what happens in their region (条抓块统), but not what is said about them. */
function isTerritoryOf(state: CaseState, unitId: string, reference: ReferenceData): boolean {
  const unit = reference.units.get(unitId);
  if (state.place === null || unit === undefined || !isGrassroots(unit)) return false;
  const isThere = isWithin(regionOf(state.place, reference.grids), unit.regionCode);
  return isThere && !isAccused(state, unitId, reference);
}

const ofUnit: Knows = (state, { actor: { unitId } }, reference) =>
  unitId !== undefined && (hasPart(state, unitId) || isTerritoryOf(state, unitId, reference));

const ofReporter: Knows = ({ reporterId, registeredByRef }, { actor: { ref } }) =>
  reporterId === ref || registeredByRef === ref;

/** A grid worker stands for a community: what is said about it is kept from its workers too, unless they said it. */
const ofGrid: Knows = (state, asker, reference) =>
  ofReporter(state, asker, reference) || isInGrid(state, asker, reference);

function isInGrid({ place, ...state }: CaseState, { actor: { unitId }, binding }: Asker, reference: ReferenceData) {
  if (place?.gridCode === undefined || binding?.gridCodes.includes(place.gridCode) !== true) return false;
  return unitId === undefined || !isAccused(state, unitId, reference);
}

const ofSource: Knows = ({ sourceSystem }, { binding }) => binding?.sourceSystems.includes(sourceSystem) === true;

const knows: Readonly<Record<Sight, Knows>> = {
  ALL: () => true,
  UNIT: ofUnit,
  GRID: ofGrid,
  SOURCE: ofSource,
  REPORTER: ofReporter,
  NONE: () => false,
};

/** Whether the asker may know that the case exists. An unknown role may know of none. */
export const maySee = (state: CaseState, asker: Asker, reference: ReferenceData): boolean =>
  knows[sightOf(asker.actor.role)](state, asker, reference);

type Standing = (state: CaseState, unitId: string, part: Assignment | undefined) => boolean;

/** Whether the unit stands for what the command takes; where there is nobody to stand for, the status says no. */
const standings: Readonly<Record<NonNullable<LifeCycleRow['whose']>, Standing>> = {
  LEAD: (state, unitId) => {
    const lead = liveLead(state);
    return lead === undefined || lead.unitId === unitId;
  },
  OWN: (_, unitId, part) => part === undefined || part.unitId === unitId,
  ANY: ({ assignments }, unitId) => assignments.some((part) => part.unitId === unitId && !isLost(part)),
  INVITED: ({ jointReview }, unitId) => jointReview === null || jointReview.unitIds.includes(unitId),
};

type Duty = (state: CaseState, actor: Actor, part: Assignment | undefined) => boolean;

const duties: Readonly<Record<NonNullable<LifeCycleRow['apartFrom']>[number], Duty>> = {
  SUBMITTER: ({ submissions }, { ref }) => submissions.some(({ submitterRef }) => submitterRef === ref),
  REVIEWER: ({ reviews }, { ref }) => reviews.some(({ reviewerRef }) => reviewerRef === ref),
  UNIT: (_, { unitId }, part) => part !== undefined && part.unitId === unitId,
};

/** Why the giver, who may know of the case, may not give the command on it; undefined when nothing is in the way. */
export function actingForbiddenBy(
  { whose, apartFrom = [] }: LifeCycleRow,
  state: CaseState,
  actor: Actor,
  part?: Assignment,
): RefusalCode | undefined {
  const isUnit = sightOf(actor.role) === 'UNIT';
  if (isUnit && whose && !standings[whose](state, actor.unitId ?? '', part)) return 'NOT_OWNER_UNIT';
  if (state.recusedRefs.includes(actor.ref)) return 'RECUSED';
  return apartFrom.some((from) => duties[from](state, actor, part)) ? 'SEPARATION_OF_DUTY' : undefined;
}
