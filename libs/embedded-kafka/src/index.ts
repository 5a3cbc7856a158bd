export { type KafkaNode } from './broker.js';
export { type Properties } from './broker-properties.js';
export { type Users } from './cluster-plan.js';
export { KafkaFault, type KafkaFaultCode } from './kafka-fault.js';
export { fetchRelease, type Release } from './release.js';
export { type KafkaOptions, prepareKafka, type RunningKafka, startKafka } from './start-kafka.js';
