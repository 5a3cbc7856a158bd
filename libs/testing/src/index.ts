export { type Migrate, type TestDatabase, testDatabase } from './database.js';
export {
  caseId,
  clockId,
  coAssignmentId,
  fileOf,
  histories,
  leadAssignmentId,
  reviewId,
  textOf,
  told,
  uuidOf,
} from './case-facts.js';
export { commandMeta } from './command-meta.js';
export { CuttingProxy } from './cutting-proxy.js';
export { deciderSpec } from './decider-spec.js';
export {
  asAdmin,
  kafkaClient,
  type KafkaLogin,
  newTopic,
  type NewTopic,
  type Send,
  sending,
  valuesIn,
} from './kafka-client.js';
export { describeKafka, describeOwnKafka, describeUnless, kafkaOfRun, uniqueName } from './kafka-of-run.js';
export type { LedgerUnderTest, Process, ToldAppend } from './ledger-under-test.js';
export { newNote, noteMeta, noteTaken } from './notes.js';
export { eventually, reaches } from './eventually.js';
export { occasion } from './occasion.js';
export { subscriptionContract } from './subscription.contract.js';
export type { SubscriptionsUnderTest } from './told-deliveries.js';
export { recorded, recordedIn, type Told } from './recorded.js';
export { demoReference, referenceData, unit, unitsOf } from './reference-data.js';
export { silentWatcher } from './silent-watcher.js';
export type { Answer, Caller, ServiceUnderTest } from './service-under-test.js';
export { ledgerUnderTest, serviceUnderTest, testLogins } from './under-test.js';
