import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { CASE_TOPIC, kafkaClient } from '@bihuan/messaging';
import { describeOwnKafka } from '@bihuan/testing';
import { CaseLoad } from '../support/case-load.js';
import { CASES_OF_LEDGER, DOUBLED_EFFECTS, UNDISPATCHED_CASES } from '../support/effects.js';
import { asSuperuser } from '../support/embedded-url.js';
import { FaultTable, nothingLost } from '../support/fault-table.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone, until } from '../support/standalone.js';
import { countsOf, type Named, readTopic } from '../support/topic-counts.js';

const CALLERS = 4;
const LOAD_MS = 2_500;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** With its owners: the server's files are another account's. */
const copied = (from: string, to: string) => spawnSync('cp', ['-a', from, to]);
const table = new FaultTable('A ledger that was taken back');

describeOwnKafka('a ledger whose older copy was put back', () => {
  const dataDir = newDataDir();
  const copy = `${dataDir}-copy`;
  const loads: CaseLoad[] = [];
  let brokers: RunningKafka;
  let house: Standalone;

  const start = () => startStandalone(dataDir, { KAFKA_BROKERS: brokers.brokers.join(',') });
  const lived = async () => {
    const load = new CaseLoad(house, CALLERS);
    await pause(LOAD_MS);
    await load.end();
    loads.push(load);
  };
  const settled = () =>
    until(
      async () => {
        await pause(300);
        return asSuperuser<{ waiting: number }>(dataDir, UNDISPATCHED_CASES);
      },
      ([row]) => row?.waiting === 0,
      60_000,
    );
  const ledger = () => asSuperuser<Named>(dataDir, CASES_OF_LEDGER);

  beforeAll(async () => {
    brokers = await startKafka();
    house = await start();
    await lived();
    await settled();
    await house.stop();
    copied(join(dataDir, 'postgres'), copy);
    house = await start();
    // Of this nothing will have happened, and the topics have heard of it.
    await lived();
    await settled();
    await house.stop();
    rmSync(join(dataDir, 'postgres'), { recursive: true });
    copied(copy, join(dataDir, 'postgres'));
  }, 300_000);
  afterAll(async () => {
    await house.stop();
    await brokers.stop();
    removeDataDir(copy);
    removeDataDir(dataDir);
  }, 60_000);

  it('begins a new epoch, in which every reader of ours goes on, skips nothing and repeats no effect', async () => {
    const raised = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', 'epoch', '--data-dir', dataDir], {
      encoding: 'utf8',
    });
    expect([raised.stderr, raised.status, raised.stdout]).toEqual([
      '',
      0,
      expect.stringMatching(/^Epoch 2; positions go on after \d+/),
    ]);
    house = await start();
    await lived();
    await settled();
    const expected = await ledger();
    const known = new Set(expected.map(({ eventId }) => eventId));
    const kept = loads.flatMap(({ acknowledged }) => acknowledged).filter(({ eventId }) => known.has(eventId));
    const kafka = kafkaClient({ brokers: brokers.brokers, clientId: 'spec' });
    const counts = await until(
      async () => {
        await pause(500);
        // What never happened is told too, in the epoch before: a reader who sees the new one reads anew.
        const arrived = (await readTopic(kafka, CASE_TOPIC)).filter(({ eventId }) => known.has(eventId));
        return countsOf(arrived, expected, kept);
      },
      ({ missing }) => missing === 0,
      60_000,
    );
    const [{ doubled }] = (await asSuperuser(dataDir, DOUBLED_EFFECTS)) as [{ doubled: number }];
    const shown = table.add('an older copy put back, bihuan epoch', { ...counts, doubled });
    expect(shown).toMatchObject(nothingLost);
    const [, lost, after] = loads;
    expect(lost?.acknowledged.filter(({ eventId }) => known.has(eventId))).toEqual([]);
    expect(after?.acknowledged.filter(({ eventId }) => !known.has(eventId))).toEqual([]);
  }, 200_000);

  it('shows the new epoch to whoever reads the topics', async () => {
    const kafka = kafkaClient({ brokers: brokers.brokers, clientId: 'spec' });
    const epochs = new Set((await readTopic(kafka, CASE_TOPIC)).map(({ epoch }) => epoch));
    expect(epochs).toEqual(new Set([1, 2]));
  });

  it('is refused to a cursor of the epoch before', async () => {
    const auditor = house.as('auditor-1');
    const old = Buffer.from(JSON.stringify([0, 1, 1, '0190b1f2-7c3a-7000-8000-000000000001'])).toString('base64url');
    expect(await auditor.get(`/v1/audit/feed?after=${old}`)).toMatchObject({
      status: 410,
      body: { code: 'ledger-went-back' },
    });
  });
});
