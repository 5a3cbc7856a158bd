import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { kafkaClient, unitTopic } from '@bihuan/messaging';
import { describeKafka, describeOwnKafka, describeUnless, eventually, kafkaOfRun, uniqueName } from '@bihuan/testing';
import { asSuperuser } from '../support/embedded-url.js';
import {
  type Ended,
  type Example,
  java,
  linesOf,
  python,
  type RunningExample,
  startExample,
  typescript,
} from '../support/example-consumers.js';
import { cover, expectOk, type FeedEvent, Journey } from '../support/journey.js';
import { casesOf, relayLedger } from '../support/relayed-ledger.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';

const run = promisify(execFile);
const WENT_BACK =
  'The ledger was taken back; what was read may never have happened. ' +
  'Read GET /v1/audit/feed anew (ce_epoch 2, before 1).';

const dataDir = newDataDir();
const files = mkdtempSync(join(tmpdir(), 'examples-'));
let house: Standalone;

/** A line of the audit as an example prints it: the body is a piece of that line, byte by byte. */
function printed(line: string): string {
  const { streamVersion, eventType, recordedAt, eventId } = JSON.parse(line) as FeedEvent;
  const body = /"data":(\{.*\}),"eventId":/.exec(line)?.[1];
  return `${streamVersion} bihuan.case.${eventType}.v1 ${recordedAt} ${eventId} ${body}`;
}

/** What the audit tells a key, as an example prints it. */
async function audited(keyId: string, path: string): Promise<readonly string[]> {
  const { text } = expectOk(await house.as(keyId).get(path, { accept: 'application/x-ndjson' }), 200);
  return linesOf(text).map(printed);
}

/** A printed line, its body as what it says. */
function understood(line: string): readonly unknown[] {
  const [sequence, type, time, id, ...body] = line.split(' ');
  return [sequence, type, time, id, JSON.parse(body.join(' '))];
}

interface Variables {
  readonly [name: string]: string;
}

interface Department extends Variables {
  readonly KAFKA_GROUP: string;
  readonly HISTORY: string;
}

/** A department that has read nothing yet. */
const newcomer = (KAFKA_TOPIC: string, brokers = kafkaOfRun().brokers): Department => ({
  KAFKA_BROKERS: brokers.join(','),
  KAFKA_TOPIC,
  KAFKA_GROUP: uniqueName('group'),
  HISTORY: join(mkdtempSync(join(files, 'department-')), 'history.txt'),
});

const running: RunningExample[] = [];
afterEach(async () => {
  for (const example of running.splice(0)) {
    example.stop();
    await example.ended;
  }
});
async function start(example: Example, variables: Variables): Promise<RunningExample> {
  const started = await startExample(example, variables);
  running.push(started);
  return started;
}
const toTheEnd = async (example: Example, variables: Variables): Promise<Ended> =>
  (await start(example, { ...variables, UNTIL_END: '1' })).ended;

function inEachLanguage(body: (example: Example) => void): void {
  describe('in TypeScript', () => {
    body(typescript);
  });
  describeUnless('TEST_PYTHON_MISSING', 'in Python', () => body(python));
  describeOwnKafka('in Java', () => body(java));
}

/** As a shell does what the page tells to do when the epoch has risen. */
async function readAnew({ HISTORY }: Department): Promise<void> {
  const page = readFileSync('docs/examples/README.md', 'utf8');
  const block = /^```sh\n(.*?)^```$/ms.exec(page)?.[1] ?? 'false';
  const told = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as {
    readonly keys: readonly { readonly keyId: string; readonly key: string }[];
  };
  const KEY = told.keys.find(({ keyId }) => keyId === 'auditor-1')?.key;
  const env = { PATH: process.env['PATH'], BASE: house.baseUrl, KEY };
  await run('bash', ['-e', '-o', 'pipefail', '-c', block], { env, cwd: dirname(HISTORY), timeout: 30_000 });
}

describeKafka('the example consumers', () => {
  const [once, twice, epochs] = [uniqueName('once'), uniqueName('twice'), uniqueName('epochs')] as const;
  let closed: Journey;
  /** Of the closed case, and of all cases. */
  let history: readonly string[];
  let everything: readonly string[];

  beforeAll(async () => {
    house = await startStandalone(dataDir);
    closed = await Journey.register(house);
    await closed.accept();
    await closed.reaches('DISPATCHED');
    await closed.handle();
    await closed.callBack();
    await Journey.register(house, cover({ description: '另一处井盖。' }));
    await closed.settled();
    const kafka = kafkaClient({ ...kafkaOfRun(), clientId: 'spec' });
    for (const topic of [once, twice, twice, epochs]) await relayLedger(dataDir, kafka, topic);
    history = await audited('auditor-1', `/v1/audit/cases/${closed.caseId}/events`);
    everything = await audited('auditor-1', '/v1/audit/feed');
    await asSuperuser(dataDir, 'insert into ledger.epochs (epoch) values (2)');
    // It notices, and ends by itself.
    await house.stop();
    house = await startStandalone(dataDir);
    await relayLedger(dataDir, kafka, epochs);
  }, 180_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
    rmSync(files, { recursive: true });
  });

  it('are given the whole life of a case, and not that case alone', () => {
    expect(history.join('\n')).toContain('bihuan.case.CaseClosed.v1');
    expect(everything.length).toBeGreaterThan(history.length);
  });

  inEachLanguage((example) => {
    let department: Department;
    let first: Ended;
    beforeAll(async () => {
      department = newcomer(once);
      const reader = await start(example, department);
      await eventually(reader.lines, (lines) => lines.length >= everything.length);
      reader.stop();
      first = await reader.ended;
    });

    it('print everything, each case in its order', () => {
      expect(first.lines.filter((line) => history.includes(line))).toEqual(history);
      expect(first.lines.toSorted()).toEqual(everything.toSorted());
    });

    it('end at SIGTERM, with what they have taken committed', async () => {
      expect(first.code).toBe(example.stopped);
      const { KAFKA_GROUP } = department;
      expect(await toTheEnd(example, { ...newcomer(once), KAFKA_GROUP })).toMatchObject({ code: 0, lines: [] });
    });

    it('print a case as the audit has it, byte by byte and each event once, also when all were sent twice', async () => {
      const { lines } = await toTheEnd(example, { ...newcomer(twice), CASE: closed.caseId });
      expect(lines).toEqual(history);
    });

    it('take nothing again, in another group, but the event whose line a crash has cut short', async () => {
      const { HISTORY } = department;
      const whole = readFileSync(HISTORY, 'utf8');
      truncateSync(HISTORY, statSync(HISTORY).size - 5);
      const { lines } = await toTheEnd(example, { ...newcomer(once), HISTORY });
      expect(lines).toEqual(first.lines.slice(-1));
      expect(readFileSync(HISTORY, 'utf8')).toBe(whole);
    });

    it('stop with a sentence when the ledger was taken back, each time, until they have read anew', async () => {
      const behind = newcomer(epochs);
      const stopped = [await toTheEnd(example, behind), await toTheEnd(example, behind)];
      expect(stopped).toMatchObject([{ code: 1 }, { code: 1 }]);
      expect(stopped.map(({ complaint }) => complaint.includes(WENT_BACK))).toEqual([true, true]);
      await readAnew(behind);
      // What came after that goes on from there.
      truncateSync(behind.HISTORY, statSync(behind.HISTORY).size - 5);
      expect(await toTheEnd(example, behind)).toMatchObject({ code: 0, lines: everything.slice(-1) });
    });
  });

  describeOwnKafka('where the brokers ask for a name', () => {
    const topic = unitTopic('zhanyi', 'ZJJ');
    const login = { username: 'admin', password: 'secret-of-the-spec' };
    let kafka: RunningKafka;

    beforeAll(async () => {
      kafka = await startKafka({ users: { [login.username]: login.password } });
      const client = kafkaClient({ brokers: kafka.brokers, clientId: 'spec', sasl: login });
      await relayLedger(dataDir, client, topic, casesOf('ZJJ'));
    }, 120_000);
    afterAll(() => kafka.stop());

    inEachLanguage((example) => {
      it('log in, and print what a unit is told as its feed has it', async () => {
        const named = { KAFKA_USERNAME: login.username, KAFKA_PASSWORD: login.password };
        const { lines } = await toTheEnd(example, { ...newcomer(topic, kafka.brokers), ...named });
        expect(lines.map(understood)).toEqual((await audited('zjj-handler-1', '/v1/audit/feed')).map(understood));
      });
    });
  });
});
