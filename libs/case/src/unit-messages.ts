import { type Actor, type DomainEvent, foldStream } from '@bihuan/kernel';
import { caseFold } from './case.fold.js';
import { assignmentOf, isLost, leadOf } from './case-questions.js';
import type { CaseState } from './case-state.js';
import { finalStatuses, type CaseStatus } from './case-status.js';
import { handedTo } from './handed-case.js';
import { toldOf, type Audience } from './unit-topic.js';

/** Type of the message with which a unit gets a case; it stands for the unit's own AssignmentDispatched. */
export const CASE_HANDED_TO_UNIT = 'CaseHandedToUnit';

/** What a unit is told of one event; who sends it puts the event's envelope around it. */
export interface UnitMessage {
  readonly unitId: string;
  /** Type of the event, or `CaseHandedToUnit`. */
  readonly type: string;
  /** Accounts are named to their own unit alone. */
  readonly actor: Omit<Actor, 'ref'> & Partial<Pick<Actor, 'ref'>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const final: ReadonlySet<CaseStatus> = new Set(finalStatuses);

/** The unit got the case; it did not lose its last part, nor become the accused, and the case is not over for ever. */
function hasCase({ status, assignments }: CaseState, unitId: string): boolean {
  const own = assignments.filter((part) => part.unitId === unitId);
  const newest = own.at(-1)?.round;
  return !final.has(status) && own.some((part) => part.round === newest && !isLost(part) && !part.wasAccused);
}

const idIn = (data: object, field: string): string => {
  const held: unknown = Object.entries(data).find(([name]) => name === field)?.[1];
  return typeof held === 'string' ? held : '';
};

/** The unit of a part, and of a helper's also the lead of its round. */
function unitsOf(state: CaseState, assignmentId: string): readonly string[] {
  const part = assignmentOf(state, assignmentId);
  if (!part) return [];
  const lead = part.role === 'CO' ? leadOf({ ...state, round: part.round }) : undefined;
  return lead ? [part.unitId, lead.unitId] : [part.unitId];
}

const audiences: Readonly<Record<Audience, (state: CaseState, data: object) => readonly string[]>> = {
  CASE: ({ assignments }) => assignments.map(({ unitId }) => unitId),
  ASSIGNMENT: (state, data) => unitsOf(state, idIn(data, 'assignmentId')),
  // Most facts of a clock name the clock alone; whose it is was told when it started.
  CLOCK: (state, data) => {
    const clockId = idIn(data, 'clockId');
    return unitsOf(state, state.clocks.find((clock) => clock.clockId === clockId)?.assignmentId ?? '');
  },
};

const actorFor = (unitId: string, { kind, ref, unitId: ofUnit, role }: Actor): UnitMessage['actor'] => ({
  kind,
  role,
  ...(ofUnit === undefined ? {} : { unitId: ofUnit }),
  ...(ofUnit === unitId ? { ref } : {}),
});

const only = (data: object, fields: readonly string[]): UnitMessage['data'] =>
  Object.fromEntries(Object.entries(data).filter(([field]) => fields.includes(field)));

/** Any event of a case as the ledger gives it back. */
type Passed = DomainEvent & { readonly tenantId: string };
type Said = Omit<UnitMessage, 'actor'>;

const addressed = (said: Said, actor: Actor): UnitMessage => ({ ...said, actor: actorFor(said.unitId, actor) });

/** The case itself, for the unit whose part begins with the event. */
function beginnings({ type, data, tenantId }: Passed, after: CaseState): readonly Said[] {
  const part = type === 'AssignmentDispatched' ? assignmentOf(after, idIn(data, 'assignmentId')) : undefined;
  return part ? [{ unitId: part.unitId, type: CASE_HANDED_TO_UNIT, data: handedTo(tenantId, after, part) }] : [];
}

/**
 * What each unit is told of one event of a case, given the case before and after it: at most one message a unit, so that
 * a reader may drop a version it has had (events §7). A function of the two states, so whoever reads a stream from its
 * beginning tells the same again.
 */
function unitMessages(before: CaseState, event: Passed, after: CaseState): readonly UnitMessage[] {
  const told = toldOf(event.type);
  if (!told) return [];
  const { type, data, meta } = event;
  const begun = beginnings(event, after);
  const others = [...new Set(audiences[told.to](after, data))].filter(
    (unitId) => hasCase(before, unitId) && begun.every((one) => one.unitId !== unitId),
  );
  return [...begun, ...others.map((unitId): Said => ({ unitId, type, data: only(data, told.fields) }))]
    .filter(({ unitId }) => !after.accusedUnitIds.includes(unitId))
    .map((said) => addressed(said, meta.actor));
}

/** The messages of events that follow one another on a case, in their order, and the case after the last of them. */
export function tellUnits<Event extends Passed>(
  before: CaseState,
  events: readonly Event[],
): { readonly after: CaseState; readonly told: readonly { readonly event: Event; readonly message: UnitMessage }[] } {
  let state = before;
  const told = events.flatMap((event) => {
    const since = state;
    state = foldStream({ ...caseFold, initialState: since }, [event]);
    return unitMessages(since, event, state).map((message) => ({ event, message }));
  });
  return { after: state, told };
}
