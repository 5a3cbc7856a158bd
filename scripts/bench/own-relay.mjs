import { setTimeout as pause } from 'node:timers/promises';
import { lib } from './built.mjs';
import { atTheEnd } from './leftovers.mjs';
import { ownProcess } from './own-process.mjs';

export const CASE_EVENTS = 'bihuan.case-events.v1';
const TOPICS = [CASE_EVENTS, 'bihuan.other-events.v1'];
const PARTITIONS = 24;
const LEADERS_MS = 30_000;

/** One broker of our own on disk, with the topics of the relay, and a client of it. */
export async function ownKafka(folder) {
  const { startKafka } = await lib('embedded-kafka');
  const { brokers, stop } = await startKafka({ dir: `${folder}/kafka` });
  atTheEnd(stop);
  const { kafkaClient } = await lib('messaging');
  const kafka = kafkaClient({ clientId: 'bench', brokers });
  const admin = kafka.admin();
  await admin.connect();
  atTheEnd(() => admin.disconnect());
  await createTopics(admin, TOPICS);
  return { brokers, kafka, admin };
}

/** Topics as the relay has them; they can be used when this is answered. */
export async function createTopics(admin, names) {
  const topics = names.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 1 }));
  await admin.createTopics({ topics });
  for (const name of names) await ledTopic(admin, name);
}

/** A new topic is there a moment before its partitions have a leader. */
async function ledTopic(admin, name) {
  const lastTry = performance.now() + LEADERS_MS;
  for (;;) {
    try {
      return await admin.fetchTopicOffsets(name);
    } catch (error) {
      if (!error.retriable || performance.now() > lastTry) throw error;
      await pause(50);
    }
  }
}

/** The relay in two copies, as a cluster has it: one copies cases, the other what units are told. */
export async function ownRelays(house, broker) {
  const copies = [await ownRelay(house, broker, 1), await ownRelay(house, broker, 2)];
  return { pids: copies.map(({ pid }) => pid), stop: () => Promise.all(copies.map(({ stop }) => stop())) };
}

function ownRelay({ folder, urlAs }, { brokers }, number) {
  return ownProcess(`relay-${number}`, {
    folder,
    entry: 'dist/apps/relay/src/main.js',
    ready: (text) => /is ready/.exec(text),
    env: {
      DATABASE_URL: urlAs('bihuan_relay'),
      KAFKA_BROKERS: brokers.join(','),
      PORT: '0',
      METRICS_PORT: '0',
    },
  });
}
