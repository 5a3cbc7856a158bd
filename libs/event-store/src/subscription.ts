import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import type { EventKind } from './reaction.js';
import type { RecordedEvent } from './recorded-event.js';
import type { Watcher } from './watcher.js';

/**
 * Handles the waiting events of one stream, oldest first, and answers how many of them are finished, at least one;
 * none only after the signal, which ends everything.
 * @throws Error when the whole subscription must stop
 */
export type Handle = (events: readonly RecordedEvent[], signal: AbortSignal) => Promise<number>;

/** Who gets the events of a subscription. */
export interface Handler {
  /** Before the first event, each time a process takes the subscription or a part of it. */
  begin(): Promise<void>;
  /** Whether it does anything for events of a kind; else they need not be handed over. */
  readonly isConcerned: (kind: EventKind) => boolean;
  readonly handle: Handle;
}

/**
 * Events on their way to a service: each stream's in order and at least once, up to 32 streams at once. How far it has
 * come is kept in PostgreSQL and moves only past what was handled, so a crash repeats and never skips.
 */
export interface Subscription {
  start(): void;
  /** Lets what is under way end, saves how far it has come, and stops. */
  stop(): Promise<void>;
  /** What keeps it from going on; undefined when all goes well. */
  trouble(): string | undefined;
}

/** What subscriptions stand on. */
export interface SubscriptionParts {
  readonly feed: Feed;
  readonly database: WorkerDatabase;
  readonly watcher: Watcher;
  readonly upcast: Upcast;
}

/** Where an app's events come from: the ledger's tail in one process, Kafka between services. */
export interface Subscriptions {
  /** @param name `<service>.reactions`; one process, or in Kafka one process a partition, has its events */
  open(name: string, handler: Handler): Subscription;
}
