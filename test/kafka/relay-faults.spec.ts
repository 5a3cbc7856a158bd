import { connect, type Socket } from 'node:net';
import { Feed, WorkerDatabase } from '@bihuan/event-store';
import { type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { newId } from '@bihuan/kernel';
import { ensureTopics, idempotentProducer, kafkaClient, ledgerMessages, Relay } from '@bihuan/messaging';
import {
  CuttingProxy,
  describeOwnKafka,
  eventually,
  ledgerUnderTest,
  type LedgerUnderTest,
  newNote,
  reaches,
  silentWatcher,
  uniqueName,
} from '@bihuan/testing';
import type { ISocketFactory, Kafka, Message } from 'kafkajs';
import { Client } from 'pg';
import { FaultTable, nothingLost } from '../support/fault-table.js';
import { NoteWriters } from '../support/note-writers.js';
import { countsOf, ledgerAfter, type Named, readTopic } from '../support/topic-counts.js';

const table = new FaultTable('Faults of the relay, a ledger with eight writers');
const asStored = (_: string, __: number, data: unknown) => data;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let notes: LedgerUnderTest;
let brokers: RunningKafka;
let kafka: Kafka;
const closing: (() => Promise<unknown>)[] = [];

/** A relay as a process of its own has it: with connections and a feed of its own. */
async function relaying(name: string, topic: string, told: { url?: string; socketFactory?: ISocketFactory } = {}) {
  const { url = notes.urlOf('bihuan_worker'), socketFactory } = told;
  const database = new WorkerDatabase(url, 3);
  const feed = new Feed(database, asStored);
  await feed.listen();
  const client = kafkaClient({
    brokers: brokers.brokers,
    clientId: 'relay',
    ...(socketFactory ? { socketFactory } : {}),
  });
  const relay = new Relay(
    { name, translation: () => ledgerMessages(() => topic) },
    { kafka: client, feed, database, watcher: silentWatcher, cluster: () => Promise.resolve('one') },
  );
  relay.start();
  const stop = async () => {
    await relay.stop();
    await feed.close();
    await database.close();
  };
  closing.push(stop);
  return { relay, stop };
}

const leads = (relay: Relay) => eventually(() => relay.progress.isLeading, Boolean);

/** Writes under a fault, waits until the topic has everything, and counts. */
async function under(fault: string, strike: (name: string, topic: string) => Promise<void>, writers = 8) {
  const [name, topic] = [uniqueName('relay'), uniqueName('events')];
  await ensureTopics(kafka, [{ topic, partitions: 6 }]);
  const [head] = await notes.admin('select coalesce(max(position), 0) from ledger.events');
  const from = Number(head?.[0]);
  const [last] = await notes.admin('select event_id from ledger.events where position = $1', [from]);
  await notes.admin(
    `insert into messaging.relays (relay, epoch, position, event_id, cluster) values ($1, 1, $2, $3, 'one')`,
    [name, from, last?.[0] ?? null],
  );
  const load = new NoteWriters(notes, writers, 2);
  try {
    await strike(name, topic);
  } finally {
    await load.end();
  }
  const { acknowledged } = load;
  const expected = await ledgerAfter(notes, from);
  const count = async () => countsOf(await readTopic(kafka, topic), expected, acknowledged);
  await reaches(async () => (await count()).delivered, expected.length);
  const counts = await count();
  const ghosts = counts.delivered - expected.length;
  return table.add(fault, { ...counts, doubled: ghosts });
}

describeOwnKafka('a relay', () => {
  beforeAll(async () => {
    [notes, brokers] = await Promise.all([ledgerUnderTest(), startKafka({ nodes: 3 })]);
    kafka = kafkaClient({ brokers: brokers.brokers, clientId: 'spec' });
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });
  afterAll(async () => {
    await brokers.stop();
    await notes.stop();
  });

  it('repeats and skips nothing when it is lost between sending and saving its place', async () => {
    const row = await under('relay lost between send and commit', async (name, topic) => {
      const proxy = new CuttingProxy(new URL(notes.urlOf('bihuan_worker')));
      await relaying(name, topic, { url: await proxy.listen() });
      await pause(1_500);
      // What it sends from now on it can tell nobody: its lease ends, and another begins where it last saved.
      proxy.shut();
      await relaying(name, topic);
      await pause(4_500);
      await proxy.close();
    });
    expect(row).toMatchObject(nothingLost);
  });

  it('hands over within five seconds', async () => {
    let tookMs = Infinity;
    const row = await under('relay gone, a standby takes over', async (name, topic) => {
      const proxy = new CuttingProxy(new URL(notes.urlOf('bihuan_worker')));
      const { relay: first } = await relaying(name, topic, { url: await proxy.listen() });
      await leads(first);
      const { relay: standby } = await relaying(name, topic);
      await pause(1_500);
      const before = standby.progress.isLeading;
      proxy.shut();
      const since = performance.now();
      await leads(standby);
      tookMs = performance.now() - since;
      expect(before).toBe(false);
      await proxy.close();
    });
    expect([row, tookMs < 5_000]).toEqual([expect.objectContaining(nothingLost), true]);
  });

  it('loses nothing to another that believes it leads too', async () => {
    const row = await under('two relays believing they lead', async (name, topic) => {
      await relaying(name, topic);
      await relaying(name, topic);
      for (let round = 0; round < 10; round += 1) {
        await pause(300);
        // Whoever stands by takes the lease at its next look, while the other is in the middle of a page.
        await notes.admin(`update messaging.relays set held_until = '-infinity', holder = null where relay = $1`, [
          name,
        ]);
      }
    });
    expect(row).toMatchObject(nothingLost);
  });

  it('loses nothing when the answers of the brokers are swallowed', async () => {
    const row = await under('connections to the brokers cut, answers swallowed', async (name, topic) => {
      const swallower = new AnswerSwallower();
      await relaying(name, topic, { socketFactory: swallower.open });
      for (let cut = 0; cut < 10; cut += 1) {
        await pause(300);
        swallower.swallow();
      }
      expect(swallower.swallowed).toBeGreaterThan(5);
    });
    expect(row).toMatchObject(nothingLost);
  });

  it('loses nothing when the leader of its partitions is killed', async () => {
    const row = await under('leader among three killed while producing', async (name, topic) => {
      await relaying(name, topic);
      // Each once: whichever leads the partitions that are written at that moment.
      for (const node of brokers.nodes) {
        await pause(1_000);
        await node.kill();
        await pause(4_000);
        await node.start();
      }
      await pause(1_000);
    });
    expect(row).toMatchObject(nothingLost);
  });

  it('keeps one send to a partition: several at once lose what they were told is there', async () => {
    const topic = uniqueName('events');
    await ensureTopics(kafka, [{ topic, partitions: 1 }]);
    const swallower = new AnswerSwallower();
    const client = kafkaClient({ brokers: brokers.brokers, clientId: 'spec', socketFactory: swallower.open });
    const producer = idempotentProducer(client);
    await producer.connect();
    const acknowledged: Named[] = [];
    const ending = new AbortController();
    const lane = async () => {
      while (!ending.signal.aborted) {
        const named = { streamId: newNote(), version: 1, eventId: newId() };
        const sent = producer.send({ topic, acks: -1, messages: [messageOf(named)] });
        await sent.then(() => acknowledged.push(named)).catch(() => undefined);
      }
    };
    const lanes = Array.from({ length: 20 }, lane);
    for (let cut = 0; cut < 15; cut += 1) {
      await pause(200);
      swallower.swallow();
    }
    ending.abort();
    await Promise.all(lanes);
    await producer.disconnect();
    const counts = countsOf(await readTopic(kafka, topic), [], acknowledged);
    table.add('(twenty sends at once to one partition, not the relay)', { ...counts, doubled: 0 });
    expect(counts.missing).toBeGreaterThan(0);
  });

  it('is held up by no transaction that is open elsewhere', async () => {
    const row = await under('a transaction held open elsewhere', async (name, topic) => {
      const elsewhere = new Client({ connectionString: notes.adminUrl });
      await elsewhere.connect();
      await elsewhere.query('begin isolation level repeatable read');
      await elsewhere.query('select count(*) from ledger.events');
      await elsewhere.query(`select nextval('ledger.position')`);
      const { relay } = await relaying(name, topic);
      await pause(2_000);
      const { position } = relay.progress;
      const [head] = await notes.admin('select max(position) from ledger.events');
      expect(Number(head?.[0]) - position).toBeLessThan(2_000);
      await elsewhere.query('rollback');
      await elsewhere.end();
    });
    expect(row).toMatchObject(nothingLost);
  });
});

const messageOf = ({ streamId, version, eventId }: Named): Message => ({
  value: '{}',
  headers: {
    ce_type: 'bihuan.note.NoteTaken.v1',
    ce_subject: streamId.slice('note-'.length),
    ce_sequence: String(version),
    ce_id: eventId,
  },
});

/** A way to the brokers that can keep the next answer back and cut the line: the broker has done what it was asked. */
class AnswerSwallower {
  swallowed = 0;
  private readonly sockets = new Set<Socket>();

  readonly open = ({ host, port, onConnect }: Parameters<ISocketFactory>[0]): Socket => {
    const socket = connect({ host, port }, onConnect);
    this.sockets.add(socket);
    return socket.on('close', () => this.sockets.delete(socket));
  };

  /** The answer to what is on its way now reaches nobody. */
  swallow(): void {
    for (const socket of this.sockets) {
      const listeners = socket.listeners('data') as ((chunk: Buffer) => void)[];
      socket.removeAllListeners('data');
      socket.once('data', () => {
        this.swallowed += 1;
        listeners.forEach((listener) => socket.on('data', listener));
        // As a line that breaks shows itself: whoever waits for the answer is told at once.
        socket.destroy(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
      });
    }
  }
}
