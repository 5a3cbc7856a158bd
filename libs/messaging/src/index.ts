export type { Fault, FaultWatcher } from './broker-fault.js';
export { eventFrom, messageOf, type Received, type Sent, type Told } from './cloud-event.js';
export { deadLetterNotice } from './dead-letter-notice.js';
export { ensureRights, type RightsEnsured } from './ensure-rights.js';
export { MalformedMessage } from './errors.js';
export { brokerFaultOf, idempotentProducer, kafkaClient, type KafkaOptions } from './kafka-client.js';
export { KafkaSubscriptions } from './kafka-subscription.js';
export { messagingMigrations } from './migrations/1764000000400-messaging.migration.js';
export { Relay, type Relaying, type RelayStatus, type Translate } from './relay.js';
export { Relays } from './relays.js';
export { Repeats } from './repeats.js';
export { HOUSE_RIGHTS, type Right, type Rights, rightsOfUnits, unitPrincipal, type UnitOfTenant } from './rights.js';
export {
  CASE_TOPIC,
  clusterOf,
  DEAD_LETTER_TOPIC,
  ensureTopics,
  OTHER_TOPIC,
  planOfUnitTopic,
  type Replication,
  STANDING_TOPICS,
  type TopicPlan,
  unitTopic,
} from './topics.js';
export { ledgerMessages } from './translate.js';
