import { refuse as refuseCase } from '@bihuan/case';
import type { DomainEvent } from '@bihuan/kernel';
import { refuse } from '../domain/refusals.policy.js';

/** The moment asked for: an instant (ISO-8601 UTC), or a version of the case. */
export type Moment = { readonly at: string } | { readonly version: number };

/** So long a fact with an earlier instant may still be on its way: a stamp is at most 10 s old when it is written. */
export const SETTLED_AFTER_MS = 15_000;

/**
 * The events of a case that stood at a moment, oldest first. An answer never changes later: an instant that a further
 * event could still share is refused, and a version that is not there yet is as little there as the case before its
 * registration. `settledAt` is the present less 15 s.
 * @throws Refusal CASE_NOT_FOUND or AS_OF_TOO_RECENT
 */
export function eventsAsOf<Event extends DomainEvent>(
  history: readonly Event[],
  moment: Moment,
  settledAt: string,
): readonly Event[] {
  const newest = history.at(-1);
  if (!newest) refuseCase('CASE_NOT_FOUND');
  const known = 'version' in moment ? upTo(history, moment.version) : until(history, moment.at);
  if ('at' in moment && moment.at > settledAt && moment.at >= newest.meta.recordedAt) {
    refuse('AS_OF_TOO_RECENT', { settledAt });
  }
  if (known.length === 0) refuseCase('CASE_NOT_FOUND');
  return known;
}

const upTo = <Event extends DomainEvent>(history: readonly Event[], version: number): readonly Event[] =>
  version > history.length ? [] : history.slice(0, version);

const until = <Event extends DomainEvent>(history: readonly Event[], at: string): readonly Event[] =>
  history.filter(({ meta }) => meta.recordedAt <= at);
