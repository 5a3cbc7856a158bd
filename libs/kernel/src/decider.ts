import type { Command } from './command.js';
import type { DomainEvent, NewEvent } from './event.js';

/** One step per event type read, given the whole event; every other event leaves the state as it is. */
export type Evolve<State, Reads extends DomainEvent> = {
  readonly [Type in Reads['type']]: (state: State, event: Extract<Reads, { type: Type }>) => State;
};

/** What a history says. Pure, so a replay gives the same answer for ever. */
export interface Fold<State, Reads extends DomainEvent> {
  readonly initialState: State;
  readonly evolve: Evolve<State, Reads>;
}

/** What every state of a stream knows; `foldStream` keeps it, no step needs to. */
export interface StreamState {
  /** Number of events folded; 0 when the stream does not exist. */
  readonly version: number;
  /** Version of the last event that somebody caused (actor not SYSTEM): what a caller must have seen (`If-Match`). */
  readonly touchedVersion: number;
}

/** What a rule may know beside its stream: pure values, the same for all rules, made anew for each try. */
export interface Occasion<Reference = unknown> {
  /** Instant at which the facts will be recorded, ISO-8601 UTC: the only present there is. */
  readonly now: string;
  readonly newId: () => string;
  /** The UUIDv5 of a name in namespace URL (RFC 9562): the same name is the same id, everywhere and for ever. */
  readonly idOf: (name: string) => string;
  /** The tenant's units, grids, lists, calendars, policies and settings in force. */
  readonly reference: Reference;
}

/**
 * A rule: the new facts a command adds to what the stream says, in order; none when there is nothing to do. Pure.
 * @throws Refusal when the rule says no, and never anything else
 */
export type Decider<C extends Command, State extends StreamState, Emits extends NewEvent, Reference = unknown> = (
  command: C,
  state: State,
  occasion: Occasion<Reference>,
) => readonly Emits[];

// Written as a method: the compiler compares method parameters loosely, so a step that takes one event type fits here.
type Step<State> = { take(state: State, event: DomainEvent): State }['take'];

/** State after `events`, oldest first. */
export function fold<State, Reads extends DomainEvent>(
  { initialState, evolve }: Fold<State, Reads>,
  events: readonly DomainEvent[],
): State {
  const steps: Readonly<Record<string, Step<State>>> = evolve;
  return events.reduce((state, event) => {
    const step = Object.hasOwn(steps, event.type) ? steps[event.type] : undefined;
    return step ? step(state, event) : state;
  }, initialState);
}

/** The same for a stream: starts from `initialState`, which may be the answer for the events before these. */
export function foldStream<State extends StreamState, Reads extends DomainEvent>(
  { initialState, evolve }: Fold<State, Reads>,
  events: readonly DomainEvent[],
): State {
  const last = events.at(-1);
  if (last === undefined) return initialState;
  const touched = events.findLast(({ meta }) => meta.actor.kind !== 'SYSTEM')?.meta.version;
  return {
    ...fold({ initialState, evolve }, events),
    version: last.meta.version,
    touchedVersion: touched ?? initialState.touchedVersion,
  };
}
