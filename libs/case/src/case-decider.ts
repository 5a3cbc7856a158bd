import type { Command, Decider } from '@bihuan/kernel';
import type { ReferenceData } from '@bihuan/reference';
import type { EventsOwnedBy } from './case-events.js';
import { assignmentOf } from './case-questions.js';
import type { Assignment, CaseState } from './case-state.js';
import {
  allowedIn,
  type CaseCommandName,
  forbiddenBy,
  lifeCycle,
  mayGive,
  mayGiveIn,
  notFoundCode,
  type OwnerOf,
} from './life-cycle.js';
import { refuse } from './refusals.js';
import { actingForbiddenBy, maySee } from './visibility.js';

/** Every command on a case names its case, and its assignment where it is about one; the rest is its own. */
export type CaseCommand = Command<{ caseId: string; assignmentId?: string }>;

type Decide<C extends CaseCommand, Name extends CaseCommandName> = Decider<
  C,
  CaseState,
  EventsOwnedBy<OwnerOf<Name>>,
  ReferenceData
>;

/** A rule of one command, and its name: whoever stores its facts reads the owner from the life cycle. */
export type CaseDecider<C extends CaseCommand, Name extends CaseCommandName> = Decide<C, Name> & {
  readonly command: Name;
};

interface Rule<C extends CaseCommand, Name extends CaseCommandName> {
  /** The wish is already the fact: answered without events, in whatever status. */
  readonly alreadySo?: (command: C, state: CaseState) => boolean;
  /** What is special about this command. Called only when role, part and status allow it. */
  readonly decide: Decide<C, Name>;
}

/** The assignment the command names; undefined for a command on the case as a whole. */
function partOf(name: CaseCommandName, { data }: CaseCommand, state: CaseState): Assignment | undefined {
  if (notFoundCode(name) === 'CASE_NOT_FOUND') return undefined;
  return assignmentOf(state, data.assignmentId ?? '') ?? refuse('ASSIGNMENT_NOT_FOUND');
}

/**
 * Role, then whether the giver may know of the case, then own unit, recusal and separation of duty.
 * @throws Refusal ROLE_NOT_ALLOWED, CASE_NOT_FOUND, ASSIGNMENT_NOT_FOUND, NOT_OWNER_UNIT, RECUSED or SEPARATION_OF_DUTY
 */
function admit(
  name: CaseCommandName,
  command: CaseCommand,
  state: CaseState,
  reference: ReferenceData,
): Assignment | undefined {
  const { actor } = command.meta;
  if (!mayGive(actor.role, name)) refuse('ROLE_NOT_ALLOWED', { role: actor.role });
  // Nobody has a part in a case that is not registered yet: whoever may register, may.
  if (state.status === 'NONE') return undefined;
  if (!maySee(state, command.meta, reference)) refuse(notFoundCode(name));
  const part = partOf(name, command, state);
  const forbidden = actingForbiddenBy(lifeCycle[name], state, actor, part);
  if (forbidden) refuse(forbidden);
  if (!mayGiveIn(state.status, actor.role, name)) refuse('ROLE_NOT_ALLOWED', { role: actor.role });
  return part;
}

/**
 * A rule of one command inside what holds for every command on a case, in the order of api.md §1: role, known to the
 * caller, own unit, recusal and duty, `If-Match`, already so, status, and then the rule's own refusals.
 */
export function caseDecider<C extends CaseCommand, Name extends CaseCommandName>(
  name: Name,
  { alreadySo = () => false, decide }: Rule<C, Name>,
): CaseDecider<C, Name> {
  const decideInOrder: Decide<C, Name> = (command, state, occasion) => {
    const { expectedVersion = Infinity } = command.meta;
    const part = admit(name, command, state, occasion.reference);
    const forbidden = forbiddenBy(state.status, name, part);
    if (forbidden && state.status === 'NONE') refuse(forbidden);
    if (state.touchedVersion > expectedVersion) refuse('VERSION_CONFLICT', { version: state.version });
    if (alreadySo(command, state)) return [];
    if (forbidden) refuse(forbidden, { caseStatus: state.status, allowed: allowedIn(state.status) });
    return decide(command, state, occasion);
  };
  return Object.assign(decideInOrder, { command: name });
}
