import {
  asAdmin,
  describeKafka,
  eventually,
  kafkaOfRun,
  type LedgerUnderTest,
  ledgerUnderTest,
  newNote,
  newTopic,
  noteTaken,
  uniqueName,
} from '@bihuan/testing';
import { WorkerDatabase } from '@bihuan/event-store';
import type { Kafka, Message } from 'kafkajs';
import { kafkaClient } from './kafka-client.js';
import { Relay, type Translate } from './relay.js';
import { RelayLease } from './relay-lease.js';
import { ledgerMessages } from './translate.js';

const leads = (relay: Relay) => eventually(() => relay.progress.isLeading, Boolean);

describeKafka('a relay', () => {
  let notes: LedgerUnderTest;
  let kafka: Kafka;
  const running: Relay[] = [];

  beforeAll(async () => {
    notes = await ledgerUnderTest();
    await notes.feed.listen();
    kafka = kafkaClient({ ...kafkaOfRun(), clientId: 'spec' });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((relay) => relay.stop()));
  });
  afterAll(() => notes.stop());

  const heard: (string | undefined)[] = [];
  const watcher = {
    stopped: () => undefined,
    hindered: (_: string, fault?: { code: string; topic?: string }) =>
      heard.push(fault && `${fault.code} ${fault.topic}`),
  };
  const relaying = (
    translate: Translate,
    { name = uniqueName('relay'), cluster = () => Promise.resolve('one'), database = notes.worker } = {},
  ): Relay => {
    const relay = new Relay(
      { name, translation: () => translate },
      { kafka, watcher, feed: notes.feed, database, cluster },
    );
    running.push(relay);
    relay.start();
    return relay;
  };
  const highOf = (topic: string) =>
    asAdmin(kafka, async (admin) => Number((await admin.fetchTopicOffsets(topic))[0]?.high));
  const reaches = (topic: string, count: number) =>
    eventually(
      () => highOf(topic),
      (high) => high >= count,
    );

  it('sends a page of large events to one partition, whatever the brokers take at once', async () => {
    const { topic } = await newTopic(kafka);
    const [bytes, count] = [2_000, 1_000];
    const numbered = Array.from({ length: count }, (_, n): Message => ({
      key: 'k',
      value: `${n} `.padEnd(bytes, '.'),
    }));
    await notes.append(newNote(), [noteTaken('one')]);
    const sent: Message[] = [];
    relaying(() => Promise.resolve([{ topic, messages: numbered.filter((message) => sent.push(message)) }]));
    await reaches(topic, count);
    const consumer = kafka.consumer({ groupId: uniqueName('order'), maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const seen: number[] = [];
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }) =>
      void seen.push(Number.parseInt(String(message.value), 10));
    await consumer.run({ eachMessage });
    await eventually(
      () => seen.length,
      (length) => length >= count,
    );
    await consumer.disconnect();
    expect(seen.slice(0, count)).toEqual(Array.from({ length: count }, (_, n) => n));
  });

  it('tells once what the brokers refuse, shows it, and goes on when they take it', async () => {
    const { topic } = await newTopic(kafka);
    const limit = (value: string) =>
      asAdmin(kafka, (admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: [{ type: 2, name: topic, configEntries: [{ name: 'max.message.bytes', value }] }],
        }),
      );
    await limit('100');
    await notes.append(newNote(), [noteTaken('too large')]);
    heard.splice(0);
    let tries = 0;
    const translate = ledgerMessages(() => topic);
    const relay = relaying((page, epoch) => ((tries += 1), translate(page, epoch)));
    const fault = `MESSAGE_TOO_LARGE ${topic}`;
    await eventually(
      () => tries,
      (count) => count >= 3,
    );
    expect([relay.trouble(), heard]).toEqual([`the brokers fail with MESSAGE_TOO_LARGE on ${topic}`, [fault]]);
    await limit('1000000');
    await eventually(
      () => relay.trouble(),
      (trouble) => trouble === undefined,
    );
    expect([await reaches(topic, 1), heard]).toEqual([expect.any(Number), [fault, undefined]]);
  });

  it('sends nothing of a page when its lease was lost while it was made', async () => {
    const { topic } = await newTopic(kafka);
    const name = uniqueName('relay');
    await notes.append(newNote(), [noteTaken('one')]);
    const [made, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const translate = ledgerMessages(() => topic);
    const relay = relaying(
      async (page, epoch) => {
        made.resolve();
        await taken.promise;
        return translate(page, epoch);
      },
      { name },
    );
    await made.promise;
    // Its lease runs out, as it does where it takes long to reach the brokers.
    const other = new RelayLease(notes.worker, name);
    await eventually(
      () => other.take('one'),
      (place) => place !== undefined,
    );
    taken.resolve();
    await eventually(
      () => relay.progress.isLeading,
      (isLeading) => !isLeading,
    );
    expect(await highOf(topic)).toBe(0);
  });

  it('saves how far it has come when a stop comes between two looks', async () => {
    const { topic } = await newTopic(kafka);
    const relay = relaying((page) => Promise.resolve([{ topic, messages: page.map(({ hash }) => ({ value: hash })) }]));
    await leads(relay);
    const ending = new AbortController();
    const writing = (async () => {
      while (!ending.signal.aborted) await notes.append(newNote(), [noteTaken('more')]);
    })();
    await reaches(topic, 200);
    await relay.stop();
    ending.abort();
    await writing;
    const [saved] = await notes.admin('select position from messaging.relays where relay = $1', [relay.name]);
    expect(Number(saved?.[0])).toBe(relay.progress.position);
  });

  it('asks for no lease anew while it was renewed a moment ago', async () => {
    const database = new WorkerDatabase(notes.urlOf('bihuan_worker'));
    const lease = new RelayLease(database, uniqueName('relay'));
    await lease.take('one');
    await database.close();
    expect(await lease.isHeld()).toBe(true);
  });

  it('asks the brokers who they are only when it may lead', async () => {
    const name = uniqueName('relay');
    let [asked, looked] = [0, 0];
    const leader = relaying(
      ledgerMessages(() => undefined),
      { name },
    );
    await leads(leader);
    const query = (text: string, values?: readonly unknown[]) => ((looked += 1), notes.worker.query(text, values));
    const standby = relaying(
      ledgerMessages(() => undefined),
      {
        name,
        cluster: () => ((asked += 1), Promise.resolve('one')),
        database: Object.assign(Object.create(notes.worker) as WorkerDatabase, { query }),
      },
    );
    await eventually(
      () => looked,
      (count) => count >= 2,
    );
    expect([asked, standby.progress.isLeading]).toEqual([0, false]);
    await leader.stop();
    await notes.append(newNote(), [noteTaken('after')]);
    await eventually(
      () => standby.progress.events,
      (events) => events > 0,
    );
    expect(asked).toBe(1);
  });

  it('tells of a database that is away, and not of the brokers', async () => {
    const away = new WorkerDatabase('postgres://nobody@127.0.0.1:1/none');
    const relay = relaying(
      ledgerMessages(() => undefined),
      { database: away },
    );
    const trouble = await eventually(
      () => relay.trouble(),
      (told) => told !== undefined,
    );
    expect(trouble).toMatch(/^the database fails with ECONNREFUSED$/);
    await away.close();
  });
});
