import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdsWithin, identityOf } from '@bihuan/child-server';
import { describeOwnKafka, kafkaClient, newTopic, sending, uniqueName, valuesIn } from '@bihuan/testing';
import kafkajs, { type Kafka } from 'kafkajs';
import { startCluster } from './cluster.js';
import { type KafkaNode, type KafkaOptions, type RunningKafka, startKafka } from './index.js';
import { jvmFor } from './start-kafka.js';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function started(options: KafkaOptions): Promise<RunningKafka> {
  const running = await startKafka(options);
  opened.push(() => running.stop());
  return running;
}

/** Another program's; it holds a port. */
async function stranger(port: number): Promise<void> {
  const server = createServer().listen({ host: '127.0.0.1', port });
  opened.push(async () => server.close());
  await once(server, 'listening');
}

const isGone = (pid: number): Promise<boolean> => holdsWithin(5_000, () => identityOf(pid) === undefined);

describeOwnKafka('a broker whose folder is kept', () => {
  let dir = '';
  let topic = '';
  let address = '';
  let client: Kafka;
  let running: RunningKafka;
  let node: KafkaNode;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kept-kafka-'));
    const first = await startKafka({ dir });
    [address = ''] = first.brokers;
    client = await kafkaClient(first.brokers);
    ({ topic } = await newTopic(client));
    await sending(client, topic, (send) => send('one', 'two'));
    await first.stop();
    running = await startKafka({ dir });
    [node] = running.nodes as [KafkaNode];
  });
  afterAll(async () => {
    await running.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('is found again with its data, at the same address', async () => {
    expect(running.brokers).toEqual([address]);
    expect([node.id, node.address]).toEqual([1, address]);
    expect(await valuesIn(client, topic, 2)).toEqual(['one', 'two']);
  });

  it('makes no topic because somebody writes to it', async () => {
    const impatient = new kafkajs.Kafka({ brokers: [address], logLevel: 0, retry: { retries: 1 } });
    const asking = sending(impatient, uniqueName('absent'), (send) => send('one'));
    await expect(asking).rejects.toThrow('does not host this topic-partition');
  });

  it('is used by one process at a time', async () => {
    await expect(startKafka({ dir })).rejects.toMatchObject({
      code: 'FOLDER_TAKEN',
      message: expect.stringMatching(new RegExp(`Process ${process.pid} runs Kafka in .*: use its brokers`)),
    });
  });

  it('keeps its secrets and its log to its owner', async () => {
    const files = ['cluster.json', 'node-1/broker.properties', 'node-1/broker.log'].map((name) => join(dir, name));
    const modes = await Promise.all(files.map(async (file) => (await stat(file)).mode & 0o777));
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it('has lost nothing that it acknowledged when it was killed by -9', async () => {
    await sending(client, topic, (send) => send('three'));
    const killed = node.pid;
    await node.kill();
    await node.start();
    expect(node.pid).not.toBe(killed);
    expect(await valuesIn(client, topic, 3)).toEqual(['one', 'two', 'three']);
  });

  it('may be told twice to start or to stop, and leaves no process', async () => {
    const pids = [node.pid];
    await node.start();
    expect(node.pid).toBe(pids[0]);
    await node.stop();
    await node.stop();
    await node.start();
    pids.push(node.pid);
    await running.stop();
    await running.stop();
    expect(await Promise.all(pids.map(isGone))).toEqual([true, true]);
  });
});

describeOwnKafka('the folder of a broker that has been stopped', () => {
  let dir = '';
  let address = '';
  // One folder for all: each test finds its broker stopped and leaves it so.
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kept-kafka-'));
    const first = await startKafka({ dir });
    [address = ''] = first.brokers;
    await first.stop();
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('is refused to who asks for another number of nodes or for users', async () => {
    await expect(startKafka({ dir, nodes: 3 })).rejects.toMatchObject({
      code: 'OTHER_CLUSTER',
      message: expect.stringContaining('was made with 1 node(s), not 3'),
    });
    await expect(startKafka({ dir, users: { admin: 'a' } })).rejects.toMatchObject({
      code: 'OTHER_CLUSTER',
      message: expect.stringContaining('was made for other users'),
    });
  });

  it('does not help when somebody else has taken the port, and it says which', async () => {
    await stranger(Number(address.split(':')[1]));
    await expect(startKafka({ dir })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: `${address} is taken by another program: end that one.`,
    });
  });

  it('shows the last words of one that ends while starting', async () => {
    await expect(startKafka({ dir, properties: { 'process.roles': 'nobody' } })).rejects.toMatchObject({
      code: 'BROKER_EXITED',
      message: expect.stringContaining('process.roles'),
    });
  });

  it('is freed from a broker that an earlier run left there', async () => {
    const [left] = await startCluster({ folder: dir, size: 1, jvm: await jvmFor(false), guard: [] });
    opened.push(() => Promise.resolve(left?.kill()));
    const { nodes } = await started({ dir });
    expect(await isGone(Number(left?.pid))).toBe(true);
    expect(nodes[0]?.address).toBe(address);
  });
});
