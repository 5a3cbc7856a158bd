import type { Actor } from './actor.js';

/** A fact as a rule states it; the ledger puts the envelope around it. */
export type NewEvent<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Readonly<Data> }>;

/** What a rule may read of the envelope. */
export interface EventMeta {
  readonly eventId: string;
  /** Place in the stream, from 1. */
  readonly version: number;
  /** Place in the ledger; rises along every stream, with gaps. */
  readonly position: number;
  /** Instant the rule decided at, ISO-8601 UTC, never before that of the event before it: the only time a rule counts from. */
  readonly recordedAt: string;
  readonly actor: Actor;
  /** The command whose append this event is part of. */
  readonly commandId: string;
  /** The event this one answers; absent when a person asked. */
  readonly causationId?: string;
}

/** A fact as its stream tells it. */
export type DomainEvent<Type extends string = string, Data = unknown> = NewEvent<Type, Data> &
  Readonly<{ meta: EventMeta }>;
