import { type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { Feed, WorkerDatabase } from '@bihuan/event-store';
import { asAdmin, describeOwnKafka, eventually, type LedgerUnderTest, ledgerUnderTest } from '@bihuan/testing';
import type { Kafka } from 'kafkajs';
import { kafkaClient } from './kafka-client.js';
import type { Relaying } from './relay.js';
import { Relays } from './relays.js';
import { CASE_TOPIC, OTHER_TOPIC } from './topics.js';

const asStored = (_: string, __: number, data: unknown): unknown => data;
const users = { admin: 'admin-password', stranger: 'stranger-password' };

const heard: string[] = [];
const watcher = {
  stopped: () => undefined,
  hindered: (what: string, fault?: { code: string }) => void heard.push(`${what} ${fault?.code}`),
};
const troubleOf = (relays: Relays, isIt: (told: string | undefined) => boolean) =>
  eventually(() => relays.trouble(), isIt);
const nothing: readonly Relaying[] = [];
const two: readonly Relaying[] = ['one', 'other'].map((name) => ({
  name,
  translation: () => () => Promise.resolve([]),
}));
const ledBy = (relays: Relays) => relays.all.filter(({ progress }) => progress.isLeading).map(({ name }) => name);
const isFault = (told: string | undefined) => !told?.endsWith('not answered yet');

describeOwnKafka('the relays of a process', () => {
  let broker: RunningKafka;
  let notes: LedgerUnderTest;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    [broker, notes] = await Promise.all([startKafka({ users }), ledgerUnderTest()]);
    const topics = [{ topic: CASE_TOPIC, numPartitions: 1 }];
    await asAdmin(as('admin'), (admin) => admin.createTopics({ waitForLeaders: false, topics }));
  });
  afterEach(async () => {
    heard.splice(0);
    for (const close of closing.splice(0)) await close();
  });
  afterAll(async () => {
    await notes.stop();
    await broker.stop();
  });

  const as = (username: keyof typeof users, password: string = users[username]): Kafka =>
    kafkaClient({ brokers: broker.brokers, clientId: 'spec', sasl: { username, password } });
  /** Begins them; they copy nothing. */
  const begun = (kafka: Kafka, { url = notes.urlOf('bihuan_worker'), least = 1, plans = nothing } = {}): Relays => {
    const database = new WorkerDatabase(url, 2);
    const feed = new Feed(database, asStored);
    const relays = new Relays(plans, { feed, database, kafka, watcher, replication: { least, most: least } });
    relays.start();
    closing.push(
      () => relays.stop(),
      () => database.close(),
    );
    return relays;
  };
  it.each<[string, () => Relays, string, string]>([
    [
      'a right that is missing',
      () => begun(as('stranger')),
      'the brokers refuse a right: TOPIC_AUTHORIZATION_FAILED',
      'TOPIC_AUTHORIZATION_FAILED',
    ],
    [
      'a wrong password',
      () => begun(as('stranger', 'wrong')),
      'the brokers refuse a right: KafkaJSSASLAuthenticationError',
      'KafkaJSSASLAuthenticationError',
    ],
    [
      'too few brokers',
      () => begun(as('admin'), { least: 3 }),
      'topics want 3 brokers and 1 are there: start them, or set KAFKA_REPLICATION',
      'TOO_FEW_BROKERS',
    ],
    [
      'a database that is away',
      () => begun(as('admin'), { url: 'postgres://nobody@127.0.0.1:1/none' }),
      'the database fails with ECONNREFUSED',
      'ECONNREFUSED',
    ],
  ])('say what they wait for: %s', async (_, begin, reason, code) => {
    const relays = begin();
    expect(relays.trouble()).toBe('the brokers have not answered yet');
    expect(await troubleOf(relays, isFault)).toMatch(new RegExp(`^${reason}`));
    expect(heard).toEqual([`relays ${code}`]);
  });

  it('go on when it is there, and show topics that were made otherwise', async () => {
    const kafka = as('admin');
    const relays = begun(kafka);
    expect(await troubleOf(relays, isFault)).toBe(`${CASE_TOPIC} has 1 partitions, not 24`);
    expect(await asAdmin(kafka, (admin) => admin.listTopics())).toContain(OTHER_TOPIC);
  });

  it('leave one to another process that begins with them, and take it over when that one ends', async () => {
    const [first, second] = [begun(as('admin'), { plans: two }), begun(as('admin'), { plans: two })];
    const led = await eventually(
      () => [first, second].map((relays) => ledBy(relays).join()),
      (names) => names.every((name) => name !== ''),
    );
    expect(new Set(led)).toEqual(new Set(['one', 'other']));
    await second.stop();
    await eventually(
      () => ledBy(first),
      (all) => all.length === 2,
    );
  });
});
