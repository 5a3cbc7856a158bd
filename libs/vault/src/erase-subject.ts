import { Command, type NewEvent } from '@bihuan/kernel';
import { type ErasureCause, type SubjectData, subjectFact, subjectIdOf } from './subject.events.js';
import type { SubjectState } from './subject.fold.js';
import { refuse } from './vault-refusals.js';

/** Open cases are the caller's to rule out: the vault knows none. */
export class EraseSubject extends Command<{ subjectRef: string; cause: ErasureCause }> {}

/**
 * 删除 of a person's data: the fact alone. The keys are destroyed after it, by `VaultErasure`, also when it was a fact
 * already: then the first try may have died between the two.
 * @throws Refusal NOT_IN_VAULT, LEGAL_HOLD
 */
export function eraseSubject(
  { data: { subjectRef, cause }, meta }: EraseSubject,
  { status, holds }: SubjectState,
  { now }: { readonly now: string },
): readonly NewEvent<'SubjectErased', SubjectData<'SubjectErased'>>[] {
  if (status === 'NONE') refuse('NOT_IN_VAULT');
  if (status === 'ERASED') return [];
  if (holds.some(({ until }) => isInForce(until, now))) refuse('LEGAL_HOLD');
  const subjectId = subjectIdOf(subjectRef);
  return [subjectFact('SubjectErased', { subjectId, keyId: subjectId, cause, approvedBy: meta.actor.ref })];
}

// The last day is one of the tenant's zone, compared here with the day in UTC: east of Greenwich a hold lasts some hours
// longer than it must, which errs on the side that can be put right.
const isInForce = (until: string | undefined, now: string): boolean => until === undefined || now.slice(0, 10) <= until;
