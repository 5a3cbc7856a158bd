export { type EventCatalogue, type EventEntry, type Service, type Upcast } from './catalogue.js';
export { connectionOf, Database, WorkerDatabase, type NamedQuery } from './database.js';
export { decideOn } from './decide-on.js';
export { idOf } from './id-of.js';
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
export { envelopeOf, type Envelope, type RecordedEvent } from './recorded-event.js';
export { isPassing } from './passing-fault.js';
export { StreamMemory, StreamSnapshot } from './stream-memory.js';
export { StreamQueue } from './stream-queue.js';
export { type Subject } from './subject.js';
export { Ledger1764000000000 } from './migrations/1764000000000-ledger.migration.js';
export { loginsIn, urlOf, type Login, type Logins } from './logins.js';
export { prepareDatabase, type Prepared } from './prepare-database.js';
export { Feed } from './feed.js';
export { ProjectionRunner, subscriptionOf, type ProjectionPlan } from './projection-runner.js';
export { reaction, type Reaction, type ReactionRule } from './reaction.js';
export { type Watcher } from './reaction-handler.js';
export { ReactionsRunner } from './reactions-runner.js';
export { SealKey } from './seal.js';
export { SealWriter } from './seal-writer.js';
export { verifyLedger, type Finding, type Verified } from './verify-ledger.js';
export { verifyStream, type VerifiedStream } from './verify-stream.js';
export { EventStoreModule, type EventStoreOptions } from './event-store.module.js';
export { Runners, type RunnersParts } from './runners.js';
export { projectionTableSql, type ProjectionTable } from './projection-table.js';
export { ExpiredKeys } from './expired-keys.js';
export { Repeated } from './repeated.js';
