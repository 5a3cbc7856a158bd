import { Feed, WorkerDatabase } from '@bihuan/event-store';
import {
  CASE_TOPIC,
  clusterOf,
  ensureTopics,
  Relay,
  type Relaying,
  type Translate,
  unitTopic,
} from '@bihuan/messaging';
import { reaches, silentWatcher, uniqueName } from '@bihuan/testing';
import type { Kafka } from 'kafkajs';
import { ledgerTopics } from '../../apps/relay/src/ledger-topics/ledger-topics.handler.js';
import { unitTopics } from '../../apps/relay/src/unit-topics/unit-topics.handler.js';
import { superuserUrl } from './embedded-url.js';

const asStored = (_: string, __: number, data: unknown): unknown => data;

/** A relay of the product, and the one topic of its that is looked at. */
interface Telling {
  readonly topic: string;
  readonly relaying: (kafka: Kafka, database: WorkerDatabase) => Relaying;
}

/** Every event of every case. */
const everyCase: Telling = { topic: CASE_TOPIC, relaying: () => ledgerTopics };

/** What one unit is told of its cases. */
export const casesOf = (unitId: string): Telling => ({
  topic: unitTopic('zhanyi', unitId),
  relaying: (kafka, database) => unitTopics({ kafka, database, replication: { least: 1, most: 1 } }),
});

/** Lets a new relay write the whole ledger of a running product to a topic, from its beginning to its head. */
export async function relayLedger(dataDir: string, kafka: Kafka, topic: string, telling = everyCase): Promise<void> {
  await ensureTopics(kafka, [{ topic, partitions: 6 }]);
  const database = new WorkerDatabase(superuserUrl(dataDir));
  const feed = new Feed(database, asStored);
  const relaying = telling.relaying(kafka, database);
  const relay = new Relay(
    { name: uniqueName('relay'), translation: () => onto(topic, telling.topic, relaying.translation()) },
    { feed, kafka, database, watcher: silentWatcher, cluster: () => clusterOf(kafka) },
  );
  relay.start();
  const head = await feed.headPosition();
  await reaches(() => relay.progress.position, head);
  await relay.stop();
  await feed.close();
  await database.close();
}

/** What the product tells on one topic, on another: specs share a broker. */
const onto =
  (topic: string, from: string, translate: Translate): Translate =>
  async (page, epoch) =>
    (await translate(page, epoch)).filter((told) => told.topic === from).map(({ messages }) => ({ topic, messages }));
