import kafkajs, { type Consumer, type ConsumerConfig, type ISocketFactory, type Kafka, type Producer } from 'kafkajs';
import { mendKafkajs } from './mended-kafkajs.js';

export { brokerFaultOf } from './broker-fault.js';

mendKafkajs();

/** How a process reaches the brokers. */
export interface KafkaOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** Named in the brokers' logs and quotas. */
  readonly clientId: string;
  /** SASL/SCRAM-SHA-512; absent where the broker asks for none. */
  readonly sasl?: { readonly username: string; readonly password: string };
  /** Opens the connections, where they do not go straight to the brokers. */
  readonly socketFactory?: ISocketFactory;
}

const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 20 };
const CONNECTION_LIMIT_MS = 3_000;
/** A broker that has a request answers within this; the relay's lease is shorter, so a silent one costs a repeat at most. */
const REQUEST_LIMIT_MS = 10_000;
/** How long a fetch waits for something new: also how long a hand-over of partitions takes. */
const MAX_WAIT_MS = 100;

/** A client of the brokers. What fails is told by the calls; the library's own log is not written. */
export const kafkaClient = ({ brokers, clientId, sasl, socketFactory }: KafkaOptions): Kafka =>
  new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(sasl ? { sasl: { mechanism: 'scram-sha-512', ...sasl } } : {}),
    ...(socketFactory ? { socketFactory } : {}),
    connectionTimeout: CONNECTION_LIMIT_MS,
    requestTimeout: REQUEST_LIMIT_MS,
    retry: RETRY,
    logLevel: kafkajs.logLevel.NOTHING,
  });

/**
 * Idempotent, acknowledged by all replicas. At most one send may be on its way to a partition, and a send goes to one
 * partition alone: else the library loses acknowledged messages (docs/decisions/0013).
 */
export const idempotentProducer = (kafka: Kafka): Producer =>
  kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { ...RETRY, retries: 5 },
  });

/** A member of a group that ends at the first fault it cannot mend: who holds it begins anew. */
export const groupConsumer = (kafka: Kafka, told: Pick<ConsumerConfig, 'groupId'>): Consumer =>
  kafka.consumer({
    ...told,
    maxWaitTimeInMs: MAX_WAIT_MS,
    sessionTimeout: 10_000,
    heartbeatInterval: 1_000,
    rebalanceTimeout: 15_000,
    allowAutoTopicCreation: false,
    retry: { ...RETRY, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });
