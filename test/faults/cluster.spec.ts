import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOwnKafka } from '@bihuan/testing';
import { type Cluster, type CopyOfService, startCluster } from '../support/cluster.js';
import { Journey } from '../support/journey.js';
import { newDataDir, removeDataDir, until } from '../support/standalone.js';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const leftIn = (dataDir: string, pids: readonly number[]): unknown[] => [
  ...pids.filter(isAlive),
  ...spawnSync('pgrep', ['-f', dataDir], { encoding: 'utf8' }).stdout.trim().split('\n').filter(Boolean),
];
/** A start that cannot be, to its end. */
const refused = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['scripts/cluster.mjs'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
const kill = ({ pid }: CopyOfService): boolean => process.kill(pid, 'SIGKILL');
const pidsOf = (house: Cluster): number[] => house.copies().map(({ pid }) => pid);

describeOwnKafka('a house of services apart', () => {
  const dataDir = newDataDir();
  let house: Cluster;
  const readyOf = (service: string) => house.copies(service).filter(({ state }) => state === 'ready');
  const lists = async (times: number) => {
    const clerk = house.as('clerk-1');
    const answers = await Promise.all(Array.from({ length: times }, () => clerk.get('/v1/intake/cases')));
    return new Set(answers.map(({ status }) => status));
  };

  beforeAll(async () => {
    house = await startCluster(dataDir);
  }, 240_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  it('tells where it is reached, and shows that its own clock cannot be moved', async () => {
    expect(JSON.parse(readFileSync(join(dataDir, 'cluster.json'), 'utf8'))).toEqual({
      baseUrl: house.baseUrl,
      kafkaBrokers: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
      credentialsFile: join(dataDir, 'credentials.json'),
    });
    expect((await house.as('admin-1').post('/v1/test/clock', { advance: 'PT1H' })).status).toBe(404);
  });

  it('measures each copy on a port of its own, and nothing on the common one', async () => {
    const [copy] = house.copies('relay');
    const told = await fetch(`http://127.0.0.1:${copy?.metricsPort}/metrics`);
    expect(await told.text()).toContain('process_cpu_seconds_total');
    expect((await house.stranger().get('/metrics')).status).toBe(401);
  });

  it('goes on answering while a copy is killed, and has it again by itself', async () => {
    const [killed] = readyOf('intake') as [CopyOfService];
    const asked = lists(40);
    kill(killed);
    expect([...(await asked), ...(await lists(40))]).toEqual([200, 200]);
    const again = await until(
      async () => readyOf('intake').filter(({ pid }) => pid !== killed.pid),
      (others) => others.length === 2,
      30_000,
    );
    expect(again.length).toBe(2);
  }, 60_000);

  it('goes on with what a service had to do when all its copies are killed', async () => {
    const journey = await Journey.register(house);
    readyOf('routing').forEach(kill);
    await journey.accept();
    const dispatched = await until(
      () => journey.look(),
      ({ status }) => status === 'DISPATCHED',
      45_000,
    );
    expect(dispatched['assignments']).toMatchObject([{ unitId: 'ZJJ', role: 'LEAD' }]);
  }, 90_000);

  it('can be verified while it runs, and its anchor agrees though two copies seal', () => {
    const run = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', 'verify', '--data-dir', dataDir], {
      encoding: 'utf8',
    });
    expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('agrees')]);
  }, 60_000);

  it('leaves nothing behind that holds up the next start when it is killed as a whole', async () => {
    const [before, journey] = [pidsOf(house), await Journey.register(house)];
    await house.kill();
    const first = house;
    house = await startCluster(dataDir);
    expect(before.filter(isAlive)).toEqual([]);
    expect(house.baseUrl).not.toBe(first.baseUrl);
    const { status } = await house.as('clerk-1').get(`/v1/intake/cases/${journey.caseId}`);
    expect(status).toBe(200);
  }, 240_000);

  it('refuses to be started twice in one folder', () => {
    const { status, stderr } = refused({ PORT: '0', BIHUAN_DATA_DIR: dataDir });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/runs in .* already/)]);
    expect(readyOf('audit').length).toBe(2);
  }, 60_000);

  it.each([
    [{ BIHUAN_TEST_CLOCK: '1' }, /BIHUAN_TEST_CLOCK: unknown/],
    [{ PORT: 'x' }, /PORT: no port/],
  ])('refuses what it cannot use: %p', (env, sentence) => {
    const { status, stderr } = refused(env);
    expect([status, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  });

  it('ends with everything that it started when it is told to', async () => {
    const pids = pidsOf(house);
    await house.stop();
    expect(house.output()).toContain('bihuan has stopped');
    expect([leftIn(dataDir, pids), existsSync(join(dataDir, 'cluster.json'))]).toEqual([[], false]);
  }, 60_000);
});
