import type { DomainEvent, Fold, NewEvent, StreamState, Trigger } from '@bihuan/kernel';
import type { Service } from './catalogue.js';
import type { KeyedBody } from './key-use.js';
import type { Classification, Ledger } from './ledger.js';
import type { StreamMemory } from './stream-memory.js';

/** What a rule decides on: which history, how it is read, and what the tenant has in force. */
export interface Subject<State extends StreamState, Reads extends DomainEvent, Reference> {
  readonly streamId: string;
  readonly service: Service;
  readonly fold: Fold<State, Reads>;
  /** What the tenant has in force for a person now, or for a trigger; `headPosition` is that of the newest event read. */
  readonly reference: (trigger: Trigger | undefined, headPosition: number) => Promise<Reference>;
  readonly classify: (state: State) => Classification;
  /** Version of the last event that moved the status: a trigger before it that moves the status comes too late. */
  readonly statusVersion: (state: State) => number;
  /** Facts for streams that begin with this very append, as that of a citizen named here for the first time. */
  readonly beside?: readonly { readonly streamId: string; readonly facts: readonly NewEvent[] }[];
  /** A permanent key with the body it was first used with: a repeat is the same answer, another body is refused. */
  readonly claim?: KeyedBody;
}

/** Where a decision reads and writes. */
export interface Asked {
  readonly ledger: Ledger;
  readonly memory: StreamMemory;
}
