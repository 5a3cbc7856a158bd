import {
  describeKafka,
  eventually,
  kafkaOfRun,
  type LedgerUnderTest,
  ledgerUnderTest,
  newNote,
  uniqueName,
  valuesIn,
} from '@bihuan/testing';
import { DeadLetterNotices } from './dead-letter-notices.js';
import { kafkaClient } from './kafka-client.js';
import { ensureTopics } from './topics.js';

describeKafka('the notices of dead letters', () => {
  let notes: LedgerUnderTest;
  beforeAll(async () => {
    notes = await ledgerUnderTest();
  });
  afterAll(() => notes.stop());

  it('say once what the brokers refuse, and are told when they take it', async () => {
    const kafka = kafkaClient({ ...kafkaOfRun(), clientId: 'spec' });
    const noticeTopic = uniqueName('notices');
    const heard: unknown[] = [];
    const hindered = (what: string, fault?: { code: string }) => void heard.push([what, fault?.code]);
    const watcher = { failed: () => undefined, hindered };
    const id = crypto.randomUUID();
    await notes.admin(
      `insert into notes.dead_letter (letter_id, subscription, tenant_id, stream_id, version, position, event_id,
         event_type, parked_version, reason, builds)
       values ($1, 'notes.reactions', 'zhanyi', $2, 1, 1, $1, 'NoteTaken', 1, 'RangeError', array['spec'])`,
      [id, newNote()],
    );
    const notices = new DeadLetterNotices('notes.reactions', { kafka, database: notes.worker, watcher, noticeTopic });
    notices.start();
    const fault = ['notes.reactions dead-letter notices', 'UNKNOWN_TOPIC_OR_PARTITION'];
    await eventually(
      () => heard.length,
      (length) => length > 0,
    );
    await ensureTopics(kafka, [{ topic: noticeTopic, partitions: 1 }]);
    const [value = ''] = await valuesIn(kafka, noticeTopic, 1);
    await eventually(
      () => heard.length,
      (length) => length > 1,
    );
    await notices.stop();
    expect([JSON.parse(value), heard]).toMatchObject([{ letterId: id }, [fault, [fault[0], undefined]]]);
  });
});
