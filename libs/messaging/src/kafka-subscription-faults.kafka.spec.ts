import { connect, type Socket } from 'node:net';
import { envelopeOf, type Handler, type RecordedEvent } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import {
  describeKafka,
  eventually,
  kafkaOfRun,
  ledgerUnderTest,
  type LedgerUnderTest,
  newNote,
  noteTaken,
  silentWatcher,
  uniqueName,
} from '@bihuan/testing';
import type { ISocketFactory, Message } from 'kafkajs';
import { messageOf } from './cloud-event.js';
import { idempotentProducer, kafkaClient } from './kafka-client.js';
import { type KafkaSubscription, KafkaSubscriptions } from './kafka-subscription.js';
import { ensureTopics } from './topics.js';

const upcast = (_: string, __: number, data: unknown) => data;
const sockets = new Set<Socket>();
let isCut = false;
const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
  // Nobody listens on port 1.
  const socket = connect({ host, port: isCut ? 1 : port }, onConnect);
  sockets.add(socket);
  return socket;
};

const thatNeverHappened = (event: RecordedEvent): RecordedEvent => ({
  ...event,
  meta: { ...event.meta, eventId: newId(), position: 1_000_000 },
});

/** A member of a group on a topic of its own, and what it has handled. */
class Reader {
  readonly handled: string[] = [];
  readonly name = `notes.${newId()}`;
  readonly topic = uniqueName('events');
  private readonly noticeTopic = uniqueName('notices');
  private readonly kafka = kafkaClient({ brokers: kafkaOfRun().brokers, clientId: 'spec', socketFactory });
  private readonly opened: KafkaSubscription[] = [];

  constructor(private readonly notes: LedgerUnderTest) {}

  async prepare(): Promise<this> {
    await ensureTopics(this.kafka, [
      { topic: this.topic, partitions: 1 },
      { topic: this.noticeTopic, partitions: 1 },
    ]);
    return this;
  }

  /** As a process begins, or begins again. */
  start(): KafkaSubscription {
    const handler: Handler = {
      begin: () => Promise.resolve(),
      isConcerned: () => true,
      handle: (events) => {
        this.handled.push(...events.map(({ meta }) => meta.eventId));
        return Promise.resolve(events.length);
      },
    };
    const { kafka, topic, noticeTopic } = this;
    const parts = { kafka, topic, noticeTopic, database: this.notes.worker, watcher: silentWatcher, upcast };
    const subscription = new KafkaSubscriptions(parts).open(this.name, handler);
    this.opened.push(subscription);
    subscription.start();
    return subscription;
  }

  async sendRaw(...messages: readonly Message[]): Promise<void> {
    const producer = idempotentProducer(this.kafka);
    await producer.connect();
    await producer.send({ topic: this.topic, acks: -1, messages: [...messages] });
    await producer.disconnect();
  }

  /** What a relay would send of some events. */
  async send(events: readonly RecordedEvent[], epoch = 1): Promise<string[]> {
    await this.sendRaw(...events.map((event) => messageOf(envelopeOf(event), { epoch, cursor: 'none' })));
    return events.map(({ meta }) => meta.eventId);
  }

  async place(): Promise<{ offset: number; eventId: unknown }> {
    const [row] = await this.notes.admin('select "offset", event_id from messaging.offsets where subscription = $1', [
      this.name,
    ]);
    return { offset: Number(row?.[0]), eventId: row?.[1] };
  }

  handles(count: number): Promise<string[]> {
    return eventually(
      () => this.handled,
      ({ length }) => length >= count,
    );
  }

  /** Once it has saved that it has come so far. */
  saves(offset: number) {
    return eventually(
      () => this.place(),
      (place) => place.offset === offset,
    );
  }

  /** The library tries a lost broker again for half a minute before it ends a membership. */
  async givesUp(subscription: KafkaSubscription): Promise<void> {
    const trouble = () =>
      eventually(
        () => subscription.trouble(),
        (reason) => reason !== undefined,
      );
    await trouble().catch(trouble);
  }

  stop(): Promise<unknown> {
    return Promise.all(this.opened.map((one) => one.stop()));
  }
}

describeKafka('a member of a group', () => {
  let notes: LedgerUnderTest;
  let reader: Reader;
  const taken = (text: string) => notes.append(newNote(), [noteTaken(text)]);
  beforeAll(async () => {
    notes = await ledgerUnderTest();
  });
  beforeEach(async () => {
    reader = await new Reader(notes).prepare();
  });
  afterEach(async () => {
    isCut = false;
    await reader.stop();
  });
  afterAll(() => notes.stop());

  it('takes a partition anew when another has put itself down for it and the group has not', async () => {
    reader.start();
    await reader.send(await taken('before'));
    await reader.handles(1);
    await notes.admin('update messaging.offsets set holder = $2 where subscription = $1', [reader.name, newId()]);
    await reader.saves(1).catch(() => undefined);
    const [after = ''] = await reader.send(await taken('after'));
    await eventually(
      () => reader.handled,
      (seen) => seen.includes(after),
    );
    expect(await reader.saves(2)).toMatchObject({ eventId: after });
  });

  it('begins anew at brokers that have another name, for their offsets count other messages', async () => {
    const first = reader.start();
    const sent = await reader.send([...(await taken('one')), ...(await taken('two'))]);
    await reader.handles(2);
    await first.stop();
    await notes.admin(`update messaging.offsets set cluster = 'others' where subscription = $1`, [reader.name]);
    reader.start();
    expect(await reader.handles(4)).toEqual([...sent, ...sent]);
  });

  it('saves nothing any more by a membership that has crashed', async () => {
    const subscription = reader.start();
    await reader.send(await taken('before'));
    await reader.saves(1);
    isCut = true;
    for (const socket of sockets) socket.destroy(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
    await reader.givesUp(subscription);
    isCut = false;
    const [after] = await reader.send(await taken('after'));
    await reader.saves(2);
    const seen = new Set<number>();
    const lastLook = performance.now() + 2_500;
    await eventually(
      async () => seen.add((await reader.place()).offset),
      () => performance.now() > lastLook,
    );
    expect([[...seen], await reader.place()]).toEqual([[2], { offset: 2, eventId: after }]);
  });

  it('passes over what somebody else has written, whatever it claims, and loses nothing to it', async () => {
    const real = await taken('real');
    const forged = real.map((event) => ({ ...event, meta: { ...event.meta, eventId: newId(), version: 999 } }));
    await reader.send(forged, 99);
    const first = reader.start();
    const sent = await reader.send(real);
    expect(await reader.handles(1)).toEqual(sent);
    await reader.saves(2);
    await first.stop();
    const second = reader.start();
    const after = await reader.send(await taken('after'));
    await reader.handles(2);
    expect([reader.handled, second.trouble()]).toEqual([[...sent, ...after], undefined]);
  });

  it('stops at what says of no kind what it is', async () => {
    const subscription = reader.start();
    await reader.sendRaw({ value: 'nothing of ours' });
    await reader.givesUp(subscription);
    expect(subscription.trouble()).toBe(`${reader.name} has stopped`);
  });

  it('passes over what the ledger does not hold since it was taken back, and finds its place again', async () => {
    const [real, told] = [await taken('real'), await taken('told')];
    await reader.send([...real, ...told.map(thatNeverHappened)]);
    await notes.admin('insert into ledger.epochs (epoch) select max(epoch) + 1 from ledger.epochs');
    const first = reader.start();
    await reader.saves(2);
    expect(await reader.place()).toMatchObject({ eventId: real[0]?.meta.eventId });
    await first.stop();
    const second = reader.start();
    const again = await reader.send(told, 2);
    await reader.handles(2);
    expect([reader.handled, second.trouble()]).toEqual([[real[0]?.meta.eventId, ...again], undefined]);
  });
});
