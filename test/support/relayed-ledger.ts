import { unitEnvelope, UnitTopics } from '@bihuan/case-store';
import { Feed, feedCursor, WorkerDatabase } from '@bihuan/event-store';
import { clusterOf, ensureTopics, ledgerMessages, messageOf, Relay, type Translate } from '@bihuan/messaging';
import { eventually, silentWatcher, uniqueName } from '@bihuan/testing';
import type { Kafka } from 'kafkajs';
import { superuserUrl } from './embedded-url.js';

const asStored = (_: string, __: number, data: unknown): unknown => data;

/** What a relay writes to one topic; it may read the ledger for that. */
type Telling = (topic: string, database: WorkerDatabase) => Translate;

/** Every event of every case. */
const everyCase: Telling = (topic) => ledgerMessages(({ streamType }) => (streamType === 'case' ? topic : undefined));

/** What one unit is told of its cases. */
export const casesOf =
  (unitId: string): Telling =>
  (topic, database) => {
    const units = new UnitTopics(database, ({ type }) => type === 'AssignmentDispatched');
    return async (page, epoch) => {
      const own = (await units.told(page)).filter(({ message }) => message.unitId === unitId);
      const messages = own.map(({ event, message }) =>
        messageOf(unitEnvelope(event, message), { epoch, cursor: feedCursor(epoch, event.meta) }),
      );
      return [{ topic, messages }];
    };
  };

/** Lets a new relay write the whole ledger of a running product to a topic, from its beginning to its head. */
export async function relayLedger(dataDir: string, kafka: Kafka, topic: string, telling = everyCase): Promise<void> {
  await ensureTopics(kafka, [{ topic, partitions: 6 }]);
  const database = new WorkerDatabase(superuserUrl(dataDir));
  const feed = new Feed(database, asStored);
  const relay = new Relay(
    { name: uniqueName('relay'), translation: () => telling(topic, database) },
    { feed, kafka, database, watcher: silentWatcher, cluster: () => clusterOf(kafka) },
  );
  relay.start();
  const head = await feed.headPosition();
  await eventually(
    () => relay.progress,
    ({ position }) => position >= head,
  );
  await relay.stop();
  await feed.close();
  await database.close();
}
