import type { Actor, Binding } from '@bihuan/kernel';
import { isGrassroots, isUnder, isWithin, type ReferenceData, regionOf } from '@bihuan/reference';
import { type Assignment, type CaseState, isLost, liveLead } from './case-state.js';
import type { LifeCycleRow, Role } from './life-cycle-row.js';
import type { RefusalCode } from './refusals.js';

/** Who asks: the account, and what its credential is bound to. */
export interface Asker {
  readonly actor: Actor;
  readonly binding?: Binding;
}

type Sight = (state: CaseState, asker: Asker, reference: ReferenceData) => boolean;

const everything: Sight = () => true;

// An unfinished review asks a unit before it has a part.
const isInvited = ({ jointReview }: CaseState, unitId: string): boolean =>
  jointReview?.decision === null && jointReview.unitIds.includes(unitId);

/** The unit has or had the case, and did not lose it again; or it is asked about it. */
const hasPart = (state: CaseState, unitId: string): boolean =>
  state.assignments.some((part) => part.unitId === unitId && !isLost(part)) || isInvited(state, unitId);

/** The case is about the unit, or about one above it. */
export const isAccused = ({ accusedUnitIds }: CaseState, unitId: string, { units }: ReferenceData): boolean =>
  isUnder(units, unitId, accusedUnitIds);

/** 属地: streets and communities see what happens in their region (条抓块统), but not what is said about them. */
function isTerritoryOf(state: CaseState, unitId: string, reference: ReferenceData): boolean {
  const unit = reference.units.get(unitId);
  if (state.place === null || unit === undefined || !isGrassroots(unit)) return false;
  const isThere = isWithin(regionOf(state.place, reference.grids), unit.regionCode);
  return isThere && !isAccused(state, unitId, reference);
}

const ofUnit: Sight = (state, { actor: { unitId } }, reference) =>
  unitId !== undefined && (hasPart(state, unitId) || isTerritoryOf(state, unitId, reference));

const ofReporter: Sight = ({ reporterId, registeredByRef }, { actor: { ref } }) =>
  reporterId === ref || registeredByRef === ref;

const ofGrid: Sight = (state, asker, reference) =>
  ofReporter(state, asker, reference) ||
  (state.place?.gridCode !== undefined && asker.binding?.gridCodes.includes(state.place.gridCode) === true);

const ofSource: Sight = ({ sourceSystem }, { binding }) => binding?.sourceSystems.includes(sourceSystem) === true;

const sights: Readonly<Record<Role, Sight>> = {
  SYSTEM: everything,
  CLERK: everything,
  DISPATCHER: everything,
  DIRECTOR: everything,
  REVIEWER: everything,
  LEGAL_REVIEWER: everything,
  CALLBACK_CLERK: everything,
  SUPERVISOR: everything,
  AUDITOR: everything,
  PRIVACY_OFFICER: everything,
  ADMIN: everything,
  UNIT_HANDLER: ofUnit,
  UNIT_LIAISON: ofUnit,
  UNIT_REVIEWER: ofUnit,
  GRID_WORKER: ofGrid,
  INTEGRATOR: ofSource,
  CITIZEN: ofReporter,
};

const isRole = (role: string): role is Role => Object.hasOwn(sights, role);

/** Whether the asker may know that the case exists. An unknown role may know of none. */
export const maySee = (state: CaseState, asker: Asker, reference: ReferenceData): boolean =>
  isRole(asker.actor.role) && sights[asker.actor.role](state, asker, reference);

const unitRoles: ReadonlySet<string> = new Set(['UNIT_HANDLER', 'UNIT_LIAISON', 'UNIT_REVIEWER'] satisfies Role[]);

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
  const isUnit = unitRoles.has(actor.role);
  if (isUnit && whose && !standings[whose](state, actor.unitId ?? '', part)) return 'NOT_OWNER_UNIT';
  if (state.recusedRefs.includes(actor.ref)) return 'RECUSED';
  return apartFrom.some((from) => duties[from](state, actor, part)) ? 'SEPARATION_OF_DUTY' : undefined;
}
