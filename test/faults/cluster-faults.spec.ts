import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KafkaNode, type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { CASE_TOPIC, kafkaClient } from '@bihuan/messaging';
import { describeOwnKafka } from '@bihuan/testing';
import { environmentOf } from '../../scripts/cluster/environment.mjs';
import { CaseLoad } from '../support/case-load.js';
import { type Cluster, type CopyOfService, startCluster } from '../support/cluster.js';
import { CASES_OF_LEDGER, DOUBLED_EFFECTS, UNDISPATCHED_CASES } from '../support/effects.js';
import { asSuperuser } from '../support/embedded-url.js';
import { FaultTable, type FaultRow, nothingLost } from '../support/fault-table.js';
import { newDataDir, removeDataDir, startProgram, until } from '../support/standalone.js';
import { countsOf, type Named, readTopic } from '../support/topic-counts.js';

const CALLERS = 4;
const SETTLE_MS = 120_000;
const services = ['intake', 'routing', 'supervision', 'feedback', 'audit', 'relay'] as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const table = new FaultTable('Faults of services apart, two copies of each, four callers');

/** These looks at everything cost what the product needs to recover: one every half second. */
const looked = async <T>(look: () => Promise<T>): Promise<T> => {
  await pause(500);
  return look();
};
const end =
  (signal: NodeJS.Signals) =>
  ({ pid }: CopyOfService): boolean =>
    process.kill(pid, signal);

describeOwnKafka('services apart', () => {
  const dataDir = newDataDir();
  let house: Cluster;
  let brokers: RunningKafka;

  beforeAll(async () => {
    brokers = await startKafka();
    house = await startCluster(dataDir, { KAFKA_BROKERS: brokers.brokers.join(',') });
  }, 240_000);
  afterAll(async () => {
    await house.stop();
    await brokers.stop();
    removeDataDir(dataDir);
  }, 60_000);

  const onlyBroker = (): KafkaNode => {
    const [node] = brokers.nodes;
    if (!node) throw new Error('there is no broker to strike');
    return node;
  };
  const readyOf = (service: string) => house.copies(service).filter(({ state }) => state === 'ready');
  const whenReady = (service: string, but: readonly number[] = []) =>
    until(
      async () => readyOf(service).filter(({ pid }) => !but.includes(pid)),
      (copies) => copies.length === 2,
      60_000,
    );
  /** Kills the PostgreSQL that runs; false where, between two of them, none does. */
  const killPostgres = (): boolean => {
    try {
      process.kill(Number.parseInt(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10), 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  };

  /** Lets callers go on while something strikes, waits until nothing is under way any more, and counts. */
  async function under(fault: string, strike: () => Promise<void>): Promise<FaultRow> {
    const load = new CaseLoad(house, CALLERS);
    try {
      await pause(1_500);
      await strike();
      await pause(1_500);
    } finally {
      await load.end();
    }
    await until(
      () => looked(() => asSuperuser<{ waiting: number }>(dataDir, UNDISPATCHED_CASES)),
      ([row]) => row?.waiting === 0,
      SETTLE_MS,
    );
    const own = new Set(load.acknowledged.map(({ streamId }) => streamId));
    const kafka = kafkaClient({ brokers: brokers.brokers, clientId: 'spec' });
    const count = async () => {
      const ledger = (await asSuperuser<Named>(dataDir, CASES_OF_LEDGER)).filter(({ streamId }) => own.has(streamId));
      const arrived = (await readTopic(kafka, CASE_TOPIC)).filter(({ streamId }) => own.has(streamId));
      return countsOf(arrived, ledger, load.acknowledged);
    };
    const counts = await until(
      () => looked(count),
      ({ missing }) => missing === 0,
      SETTLE_MS,
    );
    const [row] = await asSuperuser<{ doubled: number }>(dataDir, DOUBLED_EFFECTS);
    return table.add(fault, { ...counts, doubled: row?.doubled ?? 0 });
  }
  it.each(services)(
    'lose nothing when both copies of %s are killed',
    async (service) => {
      const row = await under(`kill -9 of both copies of ${service}`, async () => {
        const killed = await whenReady(service);
        killed.forEach(end('SIGKILL'));
        await whenReady(
          service,
          killed.map(({ pid }) => pid),
        );
      });
      expect(row).toMatchObject(nothingLost);
    },
    300_000,
  );

  it('lose nothing in a rolling restart of all of them', async () => {
    const row = await under('rolling restart of all services under load', async () => {
      for (const copy of house.copies()) {
        end('SIGTERM')(copy);
        await whenReady(copy.service, [copy.pid]);
      }
    });
    expect(row).toMatchObject(nothingLost);
  }, 400_000);

  it('lose nothing while the members of a group come and go', async () => {
    const row = await under('a consumer group rebalancing under load', async () => {
      for (let round = 0; round < 4; round += 1) {
        const leaving = (await whenReady('routing')).slice(0, 1);
        leaving.forEach(end('SIGTERM'));
        await whenReady(
          'routing',
          leaving.map(({ pid }) => pid),
        );
      }
    });
    expect(row).toMatchObject(nothingLost);
  }, 300_000);

  it('lose nothing to a consumer that stands still longer than its session, and wakes up', async () => {
    const row = await under('a slow consumer: frozen for 20 s, then awake', async () => {
      const ready = await Promise.all(['supervision', 'routing'].map((service) => whenReady(service)));
      const frozen = ready.flatMap((copies) => copies.slice(0, 1));
      frozen.forEach(end('SIGSTOP'));
      await pause(20_000);
      frozen.forEach(end('SIGCONT'));
    });
    expect(row).toMatchObject(nothingLost);
  }, 300_000);

  it('lose nothing to one whose clock is ten minutes ahead', async () => {
    const postgresPort = Number(readFileSync(join(dataDir, 'postgres/port'), 'utf8'));
    const env = environmentOf('supervision', { dir: dataDir, postgresPort, kafkaBrokers: brokers.brokers });
    const ahead = 'const now = Date.now; Date.now = () => now() + 600000;';
    const row = await under('clock of one service ten minutes ahead', async () => {
      const path = 'dist/apps/supervision/src/main.js';
      const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(ahead)}`;
      const wrong = await startProgram(path, { ...env, NODE_OPTIONS }, { ready: /supervision is ready: (\S+)/ });
      await pause(8_000);
      await wrong.stop();
    });
    expect(row).toMatchObject(nothingLost);
  }, 300_000);

  it('lose nothing when PostgreSQL is killed', async () => {
    let isKilled = false;
    const row = await under('kill -9 of PostgreSQL', async () => {
      isKilled = killPostgres();
      await pause(5_000);
    });
    expect([row, isKilled]).toEqual([expect.objectContaining(nothingLost), true]);
  }, 300_000);

  it('lose nothing while PostgreSQL is gone for 30 s', async () => {
    let kills = 0;
    const row = await under('PostgreSQL gone for 30 s', async () => {
      const since = performance.now();
      // Killed again as soon as it is back: whoever reconnects finds nobody, over and over.
      while (performance.now() - since < 30_000) {
        kills += Number(killPostgres());
        await pause(250);
      }
    });
    expect(row).toMatchObject(nothingLost);
    expect(kills).toBeGreaterThan(1);
  }, 400_000);

  it('lose nothing when the only broker is killed', async () => {
    const row = await under('kill -9 of the only broker', async () => {
      await onlyBroker().kill();
      await pause(2_000);
      await onlyBroker().start();
    });
    expect(row).toMatchObject(nothingLost);
  }, 300_000);

  it('lose nothing while the broker is gone for 60 s', async () => {
    const row = await under('broker gone for 60 s under load', async () => {
      await onlyBroker().stop();
      await pause(60_000);
      await onlyBroker().start();
    });
    expect(row).toMatchObject(nothingLost);
  }, 400_000);
});
