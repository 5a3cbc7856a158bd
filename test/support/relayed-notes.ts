import { ensureTopics, kafkaClient, ledgerMessages, Relay } from '@bihuan/messaging';
import { kafkaOfRun, type LedgerUnderTest, silentWatcher, uniqueName } from '@bihuan/testing';

/** Begins to copy a ledger of notes to a new topic of the run's broker, beside a topic for dead letters. */
export async function relayNotes(notes: LedgerUnderTest, partitions: number) {
  const kafka = kafkaClient({ brokers: kafkaOfRun().brokers, clientId: 'spec' });
  const [topic, noticeTopic] = [uniqueName('events'), uniqueName('notices')];
  await ensureTopics(kafka, [
    { topic, partitions },
    { topic: noticeTopic, partitions: 1 },
  ]);
  await notes.feed.listen();
  const relay = new Relay(
    { name: 'notes', translation: () => ledgerMessages(() => topic) },
    { kafka, watcher: silentWatcher, feed: notes.feed, database: notes.worker, cluster: () => Promise.resolve('one') },
  );
  relay.start();
  return { kafka, topic, noticeTopic, relay };
}
