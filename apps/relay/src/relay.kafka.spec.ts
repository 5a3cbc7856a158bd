import { connect } from 'node:net';
import { caseStream, type NewCaseEvent } from '@bihuan/case';
import { Feed, type RecordedEvent, urlOf, WorkerDatabase } from '@bihuan/event-store';
import { CASE_TOPIC, kafkaClient, type KafkaOptions, OTHER_TOPIC, unitTopic } from '@bihuan/messaging';
import { createApp, HealthChecks, Metrics, stop } from '@bihuan/platform';
import {
  asAdmin,
  describeKafka,
  eventually,
  histories,
  kafkaOfRun,
  serviceUnderTest,
  type ServiceUnderTest,
  silentWatcher,
  testLogins,
  told,
  uniqueName,
} from '@bihuan/testing';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { IHeaders, Kafka } from 'kafkajs';
import { ledgerTopics } from './ledger-topics/ledger-topics.handler.js';
import { relayAlone } from './relay.module.js';
import { unitTopics } from './unit-topics/unit-topics.handler.js';

@Module({})
class CasesAlone {}

const RELAYS = ['relay.ledger', 'relay.units'];
const [ofRoads, ofOthers] = [
  histories.closed,
  [...histories.accepted, told('AssignmentDispatched', { unitId: 'ZFJ' })],
];

/** What a process measures of each relay. */
const measured = async (app: NestFastifyApplication, metric: string): Promise<readonly number[]> => {
  const text = await app.get(Metrics, { strict: false }).registry.metrics();
  return RELAYS.map((name) => Number(new RegExp(`^${metric}{relay="${name}"} (.*)$`, 'm').exec(text)?.[1]));
};
const behind = (app: NestFastifyApplication) => measured(app, 'bihuan_relay_lag_events');
const oldest = (app: NestFastifyApplication) => measured(app, 'bihuan_relay_oldest_waiting_seconds');
const isDone = (events: readonly number[]) => events.every((count) => count === 0);

describeKafka('the relay', () => {
  let service: ServiceUnderTest;
  let kafka: Kafka;
  let url: string;
  let given: readonly string[];
  let ledger: readonly RecordedEvent[];
  let relay: NestFastifyApplication;
  /** One that can reach no broker, until the end. */
  let blind: NestFastifyApplication;
  let isCut = true;

  beforeAll(async () => {
    service = await serviceUnderTest({ name: 'relay', module: CasesAlone, migrations: [] });
    url = urlOf(service.database.url, 'bihuan_relay', await testLogins());
    kafka = kafkaClient({ ...kafkaOfRun(), clientId: 'spec' });
    given = await Promise.all([ofRoads, ofOthers].map(append));
    ledger = await service.app.get(Feed).read(0);
    blind = await begin(overCutLine);
  }, 60_000);
  afterAll(async () => {
    await stop(blind);
    await service.stop();
  });

  const toUnits = (least: number) => {
    const database = service.app.get(WorkerDatabase);
    return unitTopics({ kafka, database, replication: { least, most: least } });
  };
  const append = async (history: readonly NewCaseEvent[]) => (await service.given(...history)).caseId;
  const overCutLine: KafkaOptions['socketFactory'] = ({ host, port, onConnect }) =>
    // Nobody listens on port 1.
    connect({ host, port: isCut ? 1 : port }, onConnect);
  const begin = async (socketFactory?: KafkaOptions['socketFactory']) => {
    const line = socketFactory ? { socketFactory } : {};
    const options = {
      url,
      kafka: { ...kafkaOfRun(), clientId: 'relay', ...line },
      replication: { least: 1, most: 1 },
      watcher: silentWatcher,
    };
    const app = await createApp(relayAlone(options), { log: { level: 'silent' }, metricsApart: true });
    return app.init();
  };

  it('tells how much waits and for how long, also where it can reach no broker', async () => {
    expect(await behind(blind)).toEqual([ledger.length, ledger.length]);
    expect((await oldest(blind)).every((seconds) => seconds > 0)).toBe(true);
    expect(await measured(blind, 'bihuan_relay_leading')).toEqual([0, 0]);
    expect((await blind.get(HealthChecks, { strict: false }).run()).checks['relays']).toMatch(/^the brokers /);
  });

  describe('that has copied the ledger', () => {
    beforeAll(async () => {
      relay = await begin();
      await eventually(() => behind(relay), isDone);
    });
    afterAll(() => stop(relay));

    it('has told everything of cases on one topic, each case in its order and in one partition', async () => {
      const seen = (await messagesOf(kafka, CASE_TOPIC)).filter(({ caseId }) => given.includes(caseId));
      for (const caseId of given) {
        const own = seen.filter((message) => message.caseId === caseId);
        const expected = ledger.filter(({ streamId }) => streamId === caseStream(caseId));
        expect(own.map(({ eventId }) => eventId)).toEqual(expected.map(({ meta }) => meta.eventId));
        expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      }
    });

    it('has told the rest on another', async () => {
      const others = ledger.filter(({ streamType }) => !['case', 'subject'].includes(streamType));
      const seen = new Set((await messagesOf(kafka, OTHER_TOPIC)).map(({ eventId }) => eventId));
      expect(others.length).toBeGreaterThan(0);
      expect(others.filter(({ meta }) => !seen.has(meta.eventId))).toEqual([]);
    });

    it('tells nobody what is the vault’s', async () => {
      const ofVault = ledger.map((event) => ({ ...event, streamType: 'subject' }));
      expect(await ledgerTopics.translation()(ofVault, 1)).toEqual([]);
    });

    it('has made a topic of one partition for each unit, with what that one is told of its own cases', async () => {
      const [roads = '', others = ''] = given;
      const toUnit = async (unitId: string) =>
        (await messagesOf(kafka, unitTopic('zhanyi', unitId))).filter(({ caseId }) => given.includes(caseId));
      const [zjj, zfj] = [await toUnit('ZJJ'), await toUnit('ZFJ')];
      expect([new Set(zjj.map(({ caseId }) => caseId)), new Set(zfj.map(({ caseId }) => caseId))]).toEqual([
        new Set([roads]),
        new Set([others]),
      ]);
      expect([...zjj, ...zfj].every(({ partition }) => partition === 0)).toBe(true);
      const positions = zjj.map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted((left, right) => left - right));
    });

    it('tells that nothing waits, by whichever process', async () => {
      expect([await behind(blind), await oldest(relay), await oldest(blind)]).toEqual([
        [0, 0],
        [0, 0],
        [0, 0],
      ]);
      expect(await measured(relay, 'bihuan_relay_leading')).toEqual([1, 1]);
      expect(await measured(relay, 'bihuan_relay_events_total')).toEqual([ledger.length, ledger.length]);
    });
  });

  it('tells of what waits when no process leads any more', async () => {
    const before = await behind(blind);
    await append(ofOthers);
    expect([before, await behind(blind)]).toEqual([
      [0, 0],
      [ofOthers.length, ofOthers.length],
    ]);
  });

  it('goes on by itself when the brokers are there again', async () => {
    isCut = false;
    expect(await eventually(() => behind(blind), isDone)).toEqual([0, 0]);
    expect((await blind.get(HealthChecks, { strict: false }).run()).checks['relays']).toBe('ok');
  });

  describe('to units', () => {
    it('goes on where a topic has too few copies, and shows it', async () => {
      const relaying = toUnits(9);
      const before = relaying.trouble?.();
      const topics = (await relaying.translation()(ledger, 1)).map(({ topic }) => topic);
      expect(topics.toSorted()).toEqual([unitTopic('zhanyi', 'ZFJ'), unitTopic('zhanyi', 'ZJJ')]);
      expect([before, relaying.trouble?.()]).toEqual([undefined, expect.stringMatching(/ has \d replicas, not 9/)]);
    });

    it('makes no topic while brokers are missing', async () => {
      const unitId = uniqueName('U').slice(0, 30);
      await append([...histories.accepted, told('AssignmentDispatched', { unitId })]);
      const page = await service.app.get(Feed).read(0);
      await expect(toUnits(9).translation()(page, 1)).rejects.toMatchObject({ code: 'TOO_FEW_BROKERS' });
      expect(await asAdmin(kafka, (admin) => admin.listTopics())).not.toContain(unitTopic('zhanyi', unitId));
    });
  });
});

interface Told {
  readonly caseId: string;
  readonly eventId: string;
  readonly position: number;
  readonly partition: number;
}

/** Everything on a topic at this moment, each partition in its order. */
async function messagesOf(kafka: Kafka, topic: string): Promise<readonly Told[]> {
  const offsets = await asAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  const expected = offsets.reduce((count, { high, low }) => count + Number(high) - Number(low), 0);
  const consumer = kafka.consumer({ groupId: uniqueName('readers'), maxWaitTimeInMs: 100 });
  const seen: Told[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ partition, message }) => void seen.push(toldBy(message, partition)) });
  await eventually(
    () => seen.length,
    (length) => length >= expected,
  );
  await consumer.disconnect();
  return seen;
}

function toldBy({ headers = {} }: { headers?: IHeaders }, partition: number): Told {
  const header = (name: string): string => String(headers[name]);
  return { partition, caseId: header('ce_subject'), eventId: header('ce_id'), position: Number(header('ce_position')) };
}
