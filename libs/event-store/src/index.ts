export { type EventCatalogue, type EventEntry, type Service, type Upcast } from './catalogue.js';
export { connectionOf, Database, WorkerDatabase, type NamedQuery } from './database.js';
export { decideOn } from './decide-on.js';
export { idOf } from './id-of.js';
export { earlierEvents } from './earlier-events.js';
export {
  FileGone,
  KeyReused,
  LedgerUnavailable,
  LedgerWentBack,
  NotTheWriter,
  OutcomeUnknown,
  StreamBusy,
  VersionConflict,
} from './errors.js';
export {
  Ledger,
  type Append,
  type Classification,
  type Head,
  type LedgerParts,
  noHead,
  type StreamPart,
} from './ledger.js';
export { envelopeOf, type Envelope, type RecordedEvent, streamName } from './recorded-event.js';
export { isPassing } from './passing-fault.js';
export { StreamMemory, StreamSnapshot } from './stream-memory.js';
export { StreamQueue } from './stream-queue.js';
export { ledgerMigrations } from './ledger-migrations.js';
export { type Subject } from './subject.js';
export { everyLogin, loginsIn, urlOf, type Login, type Logins } from './logins.js';
export { prepareDatabase, type Prepared } from './prepare-database.js';
export { requirePrepared } from './prepared.js';
export { Feed } from './feed.js';
export { ProjectionRunner, subscriptionOf, type ProjectionPlan } from './projection-runner.js';
export { type EventKind, reaction, type Reaction, type ReactionRule } from './reaction.js';
export type { Reacting } from './reactions.js';
export type { Watcher } from './watcher.js';
export { SealKey } from './seal.js';
export { SealWriter } from './seal-writer.js';
export { verifyLedger, type Finding, type Verified } from './verify-ledger.js';
export { verifyStream, type VerifiedStream } from './verify-stream.js';
export { EventStoreModule, type EventStoreOptions } from './event-store.module.js';
export { Runners, type RunnersParts } from './runners.js';
export { projectionLoginsSql, projectionTableSql, type ProjectionTable } from './projection-table.js';
export { ExpiredKeys } from './expired-keys.js';
export { Repeated } from './repeated.js';
export type { Handle, Handler, Subscription, SubscriptionParts, Subscriptions } from './subscription.js';
export { LedgerSubscriptions } from './tail-subscription.js';
export { MAX_STREAMS_AT_ONCE, OrderedWork } from './ordered-work.js';
export { Slots } from './slots.js';
export { SubscriptionRun } from './subscription-run.js';
export { deadLetterTableSql } from './dead-letter-table.js';
export { DeadLetters } from './dead-letters.js';
export { Delivery } from './delivery.js';
export { type Place, verifyPlace } from './checkpoint.js';
export { pause, unlessAborted, within } from './within.js';
export { untilItPasses } from './until-it-passes.js';
export { feedCursor, SHARD } from './feed-cursor.js';
export { EpochWatch } from './epoch-watch.js';
