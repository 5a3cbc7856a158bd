import { type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { deadLetterTableSql, type RecordedEvent, type Subscription } from '@bihuan/event-store';
import {
  describeOwnKafka,
  eventually,
  kafkaClient as clientOf,
  type LedgerUnderTest,
  ledgerUnderTest,
  newNote,
  noteTaken,
  silentWatcher,
  valuesIn,
} from '@bihuan/testing';
import type { Kafka } from 'kafkajs';
import { ensureRights } from './ensure-rights.js';
import { kafkaClient } from './kafka-client.js';
import { KafkaSubscriptions } from './kafka-subscription.js';
import { Relay } from './relay.js';
import { HOUSE_RIGHTS } from './rights.js';
import { CASE_TOPIC, clusterOf, DEAD_LETTER_TOPIC, ensureTopics, STANDING_TOPICS } from './topics.js';
import { ledgerMessages } from './translate.js';

const users = { admin: 'admin-password', relay: 'relay-password', routing: 'routing-password' };
const upcast = (_: string, __: number, data: unknown) => data;

describeOwnKafka('with the rights of the house alone', () => {
  let broker: RunningKafka;
  let notes: LedgerUnderTest;
  let admin: Kafka;
  let relay: Relay;
  let subscription: Subscription;
  const handled: string[] = [];
  const handle = (events: readonly RecordedEvent[]): Promise<number> => {
    handled.push(...events.map(({ meta }) => meta.eventId));
    return Promise.resolve(events.length);
  };
  const as = (username: keyof typeof users): Kafka =>
    kafkaClient({ brokers: broker.brokers, clientId: 'spec', sasl: { username, password: users[username] } });

  beforeAll(async () => {
    [broker, notes] = await Promise.all([startKafka({ users }), ledgerUnderTest()]);
    admin = await clientOf(broker.brokers, { username: 'admin', password: users.admin });
    await ensureRights(admin, HOUSE_RIGHTS);
    const kafka = as('relay');
    await ensureTopics(kafka, STANDING_TOPICS);
    await notes.admin(`create schema routing; grant usage on schema routing to bihuan_worker`);
    await notes.admin(deadLetterTableSql('routing', 'bihuan_worker'));
    await notes.feed.listen();
    relay = new Relay(
      { name: 'notes', translation: () => ledgerMessages(() => CASE_TOPIC) },
      { kafka, watcher: silentWatcher, feed: notes.feed, database: notes.worker, cluster: () => clusterOf(kafka) },
    );
    const { worker: database } = await notes.process();
    subscription = new KafkaSubscriptions({ kafka: as('routing'), database, watcher: silentWatcher, upcast }).open(
      'routing.reactions',
      { begin: () => Promise.resolve(), isConcerned: () => true, handle },
    );
    relay.start();
    subscription.start();
  });
  afterAll(async () => {
    await subscription.stop();
    await relay.stop();
    await notes.stop();
    await broker.stop();
  });

  it('the relay makes its topics and tells an event, and the service handles it', async () => {
    const [event] = await notes.append(newNote(), [noteTaken('one')]);
    const seen = await eventually(
      () => handled,
      ({ length }) => length > 0,
    );
    expect(seen).toEqual([event?.meta.eventId]);
    expect([relay.trouble(), subscription.trouble()]).toEqual([undefined, undefined]);
  });

  it('the service tells of its dead letters', async () => {
    const id = crypto.randomUUID();
    await notes.admin(
      `insert into routing.dead_letter (letter_id, subscription, tenant_id, stream_id, version, position, event_id,
         event_type, parked_version, reason, builds)
       values ($1, 'routing.reactions', 'zhanyi', $2, 1, 1, $1, 'NoteTaken', 1, 'RangeError', array['spec'])`,
      [id, newNote()],
    );
    const [value = ''] = await valuesIn(admin, DEAD_LETTER_TOPIC, 1);
    expect(JSON.parse(value)).toMatchObject({ letterId: id, group: 'routing.reactions', reason: 'RangeError' });
  });
});
