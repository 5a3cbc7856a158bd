import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { built, told } from './built.mjs';
import { fixed, median, printTable, progress, randomFrom, times, whole } from './figures.mjs';
import { fillLedger, livedCases } from './history.mjs';
import { atTheEnd } from './leftovers.mjs';
import { CASE_EVENTS, createTopics, ownKafka, ownRelays } from './own-relay.mjs';
import { settingsOf } from './own-postgres.mjs';
import { preparedHouse } from './prepared-house.mjs';
import { cpuMsOf } from './process-cpu.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

/** Ledger events a second, at least. */
const BAR = 10_000;
const LIVED_CASES = 32;
const OPEN_CASES = 1_000;
const SAMPLED_MESSAGES = 2_000;
const LOOK_MS = 50;
const PATIENCE_MS = 300_000;

const ask = promisify(execFile);

/** How fast the relay copies a ledger that was filled before it began, beside the broker's own producer. */
export async function bench({ events, rounds }) {
  const on = machine();
  progress('starting PostgreSQL and the standalone, living some cases …');
  const house = await preparedHouse({ live: (standalone, admin) => livedCases(standalone, admin, LIVED_CASES) });
  const tell = (written) => progress(`filled the ledger with ${whole(written)} of ${whole(events)} events`);
  await fillLedger(house.admin, house.lived, { events, open: OPEN_CASES, random: randomFrom(1), tell });
  await house.admin.query('vacuum analyze ledger.events');
  const settings = await settingsOf(house.admin);
  const counted = await house.admin.query(`select count(*)::int as n from ledger.events where stream_id like 'case-%'`);
  const total = counted.rows[0].n;
  progress('starting Kafka and the relay …');
  const broker = await ownKafka(house.folder);
  const relayed = await copied(house, broker, total);
  progress(`relay: ${whole(relayed.perSecond)} events/s`);
  const message = await sizesOf(broker.kafka);
  const baseline = [];
  for (let round = 1; round <= rounds; round += 1) {
    const perSecond = await ownProducer(broker, { message, messages: total, topic: `bench-${round}` });
    progress(`producer, round ${round} of ${rounds}: ${whole(perSecond)} messages/s`);
    baseline.push(perSecond);
  }
  const producerPerSecond = median(baseline);

  printMachine(on, [`PostgreSQL ${settings.server_version}`]);
  print({ total, relayed, message, producerPerSecond });
  keepResult('relay', { machine: on, settings, events: total, relayed, message, producerPerSecond, baseline });
}

/** From the first message that is seen in the topic to the last: the start of the process is not counted. */
async function copied(house, { admin, brokers }, total) {
  const { pids, stop } = await ownRelays(house, { brokers });
  const cpuMs = () => pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  const lastLook = performance.now() + PATIENCE_MS;
  let first;
  for (;;) {
    const [count, at] = [await messagesIn(admin), performance.now()];
    if (count > 0) first ??= { count, at, cpuMs: cpuMs() };
    if (count >= total) {
      const copies = count - first.count;
      const cpuUs = ((cpuMs() - first.cpuMs) * 1_000) / copies;
      await stop();
      return { perSecond: copies / ((at - first.at) / 1_000), cpuUs };
    }
    if (at > lastLook) throw told(`The relay is at ${count} of ${total} events.`);
    await pause(LOOK_MS);
  }
}

async function messagesIn(admin) {
  const offsets = await admin.fetchTopicOffsets(CASE_EVENTS);
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

/** What a message of the relay is made of, on average. */
async function sizesOf(kafka) {
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}`, maxWaitTimeInMs: 100 });
  atTheEnd(() => consumer.disconnect());
  await consumer.connect();
  await consumer.subscribe({ topic: CASE_EVENTS, fromBeginning: true });
  const messages = await new Promise((resolve) => {
    const seen = [];
    void consumer.run({
      eachMessage: async ({ message }) => {
        seen.push(message);
        if (seen.length === SAMPLED_MESSAGES) resolve(seen);
      },
    });
  });
  await consumer.disconnect();
  const mean = (sizeOf) => Math.round(messages.reduce((sum, one) => sum + sizeOf(one), 0) / messages.length);
  const bytesOf = (headers) =>
    Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  return {
    valueBytes: mean(({ value }) => value?.length ?? 0),
    headers: mean(({ headers }) => Object.keys(headers).length),
    headerBytes: mean(({ headers }) => bytesOf(headers)),
  };
}

/** The producer that comes with the broker, from its own jars, on a topic of as many partitions. */
async function ownProducer({ admin, brokers }, { message, messages, topic }) {
  await createTopics(admin, [topic]);
  const { fetchRelease } = await built('libs/embedded-kafka/src/release.js');
  const { classPath } = await fetchRelease();
  const { headers, headerBytes, valueBytes } = message;
  const keys = Math.ceil(messages / 30);
  const program = join(import.meta.dirname, 'peers/ProducerBaseline.java');
  const sizes = [messages, keys, headers, headerBytes, valueBytes].map(String);
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';
  try {
    const { stdout } = await ask('java', [
      '-Xmx512m',
      quiet,
      '-cp',
      classPath,
      program,
      brokers.join(','),
      topic,
      ...sizes,
    ]);
    return Number(/messages a second: (\d+)/.exec(stdout)?.[1]);
  } catch (error) {
    throw told(`The broker's own producer failed:\n${String(error.stderr).slice(-2_000)}`);
  }
}

function print({ total, relayed, message, producerPerSecond }) {
  const { headers, headerBytes, valueBytes } = message;
  console.log(
    `\n${whole(total)} events, copied from the first to the last; 24 partitions on one broker, idempotent, acknowledged by all.\n` +
      `A message is ${valueBytes} bytes and ${headers} headers of ${headerBytes} bytes.\n`,
  );
  printTable(
    ['', 'messages/s', 'bar', '', 'CPU µs'],
    [
      [
        'relay',
        whole(relayed.perSecond),
        `≥${whole(BAR)}`,
        relayed.perSecond >= BAR ? 'met' : 'missed',
        fixed(relayed.cpuUs),
      ],
      ["the broker's own producer", whole(producerPerSecond), '', '', ''],
    ],
  );
  console.log(`\nThe relay is ${times(relayed.perSecond / producerPerSecond)} the producer, which reads nothing.`);
}
