import type { Admin, Kafka, KafkaConfig } from 'kafkajs';
import { uniqueName } from './kafka-of-run.js';

// Loaded only when asked: most specs that need this lib need no broker.
const kafkajs = async () => (await import('kafkajs')).default;

/** Who logs in to a broker with users. */
export type KafkaLogin = { readonly username: string; readonly password: string };

/** A silent client that outlasts the restart of a broker. */
export async function kafkaClient(brokers: readonly string[], login?: KafkaLogin): Promise<Kafka> {
  const { Kafka: Client, logLevel } = await kafkajs();
  const sasl: KafkaConfig['sasl'] = login && { mechanism: 'scram-sha-512', ...login };
  return new Client({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 20, maxRetryTime: 1_000 },
    ...(sasl === undefined ? {} : { sasl }),
  });
}

/** Asks a cluster as its administrator. */
export async function asAdmin<T>(client: Kafka, act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin();
  try {
    await admin.connect();
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}

/** A topic of one partition, and the ids of the brokers that have it. */
export type NewTopic = { readonly topic: string; readonly leader: number; readonly replicas: readonly number[] };

/**
 * A new topic of a unique name and one partition, on as many brokers as the cluster takes by default.
 * @throws Error when it has no leader after 10 s.
 */
export const newTopic = (client: Kafka): Promise<NewTopic> =>
  asAdmin(client, async (admin) => {
    const topic = uniqueName('topic');
    // Asked for by ourselves: what kafkajs waits for fails on a topic that is a moment old.
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic }] });
    const deadline = performance.now() + 10_000;
    for (;;) {
      const { leader = -1, replicas = [] } = await placeOf(admin, topic);
      if (leader > 0) return { topic, leader, replicas };
      if (performance.now() > deadline) throw new Error(`${topic} has no leader after 10 s`);
    }
  });

async function placeOf(admin: Admin, topic: string): Promise<Partial<NewTopic>> {
  try {
    return (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions[0] ?? {};
  } catch {
    // This broker has not heard of it yet.
    return {};
  }
}

/** Sends values one after another, each acknowledged by all that must have it. */
export type Send = (...values: readonly string[]) => Promise<void>;

/** Lets a test send to a topic by one idempotent producer, connected for as long. */
export async function sending(client: Kafka, topic: string, act: (send: Send) => Promise<void>): Promise<void> {
  const { Partitioners } = await kafkajs();
  const producer = client.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
  try {
    await producer.connect();
    await act(async (...values) => {
      for (const value of values) await producer.send({ topic, acks: -1, messages: [{ value }] });
    });
  } finally {
    await producer.disconnect();
  }
}

const COORDINATOR_MS = 40_000;

/** The first values of a topic, in order, as many as are asked for. */
export async function valuesIn(client: Kafka, topic: string, count: number): Promise<readonly string[]> {
  const { KafkaJSGroupCoordinatorNotFound } = await kafkajs();
  const deadline = performance.now() + COORDINATOR_MS;
  for (;;) {
    try {
      return await readByGroup(client, topic, count);
    } catch (error) {
      // The first group of a broker makes it create the topic of all groups, and kafkajs does not wait for that long.
      if (!(error instanceof KafkaJSGroupCoordinatorNotFound) || performance.now() > deadline) throw error;
    }
  }
}

async function readByGroup(client: Kafka, topic: string, count: number): Promise<readonly string[]> {
  const consumer = client.consumer({ groupId: uniqueName('readers'), maxWaitTimeInMs: 100 });
  const values: string[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // A crash that kafkajs mends itself is none to us.
      consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
        if (values.push(String(message.value)) === count) resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    return values;
  } finally {
    await consumer.disconnect();
  }
}
