import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdsWithin, processesTold } from '@bihuan/child-server';
import { describeOwnKafka } from '@bihuan/testing';
import kafkajs from 'kafkajs';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

interface Foreground {
  readonly child: ChildProcess;
  /** Everything it has printed. */
  readonly said: () => string;
  /** How it ended. */
  readonly ended: Promise<unknown>;
}

/** As `npm run kafka` starts it. */
function kafka(...args: readonly string[]): Foreground {
  const child = spawn(process.execPath, ['scripts/kafka.mjs', ...args]);
  const ended = once(child, 'exit').then(([code]) => code as unknown);
  opened.push(() => (child.kill('SIGTERM'), ended));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return { child, ended, said: () => text };
}

const brokersIn = (text: string): string => /^ {2}brokers {3}(\S+)$/m.exec(text)?.[1] ?? 'none yet';

async function ready(run: Foreground): Promise<string> {
  const isSaid = await holdsWithin(60_000, () => run.said().includes('KAFKA_BROKERS=') || run.child.exitCode !== null);
  expect([isSaid, run.said()]).toEqual([true, expect.stringContaining('Apache Kafka is ready.')]);
  return brokersIn(run.said());
}

const brokerOf = (dir: string): readonly number[] =>
  processesTold('kafka.Kafka', join(dir, 'node-1', 'broker.properties'));

describeOwnKafka('npm run kafka', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'foreground-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'gives a broker at the address it names, the same each time, until %s',
    async (signal) => {
      const first = kafka('--dir', dir);
      const brokers = await ready(first);
      expect(first.said()).toContain(`KAFKA_BROKERS=${brokers} npm test`);
      const admin = new kafkajs.Kafka({ brokers: [brokers], logLevel: 0 }).admin();
      await admin.connect();
      expect((await admin.describeCluster()).brokers).toHaveLength(1);
      await admin.disconnect();
      first.child.kill(signal);
      expect(await first.ended).toBe(0);
      expect(brokerOf(dir)).toEqual([]);
    },
  );

  it('ends with a sentence when its broker ends by itself', async () => {
    const run = kafka('--dir', dir);
    await ready(run);
    process.kill(Number(brokerOf(dir)[0]), 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(`A broker has ended by itself: ${dir}/node-*/broker.log says why.`);
  });

  it.each([
    [['--nodes', '2'], '--nodes takes 1 or 3.'],
    [['--port', '9092'], "Unknown option '--port'"],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const run = kafka(...args);
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(sentence);
    expect(run.said()).toContain('npm run kafka -- [--nodes 1|3] [--dir ./data/kafka]');
  });
});
