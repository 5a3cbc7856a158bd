import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cover, Journey } from '../support/journey.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone, until } from '../support/standalone.js';

/** The server and everything it has forked. */
const serverPids = (dataDir: string): number[] => {
  const [postmaster = ''] = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
  const children = execFileSync('pgrep', ['-P', postmaster], { encoding: 'utf8' }).trim().split('\n');
  return [postmaster, ...children].map(Number);
};

describe('a database that is gone while the product runs', () => {
  const dataDir = newDataDir();
  let house: Standalone;
  const ask = () => house.as('grid-worker-1').post('/v1/intake/cases', cover());
  const signal = (name: NodeJS.Signals) => serverPids(dataDir).forEach((pid) => process.kill(pid, name));

  beforeAll(async () => {
    house = await startStandalone(dataDir);
    await house.as('clerk-1').get('/v1/intake/cases');
  }, 120_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  it('is told as 503 with a time to come again while it does not answer, and loses nothing', async () => {
    const journey = await Journey.register(house);
    signal('SIGSTOP');
    const asked = Promise.all([ask(), ask(), house.as('clerk-1').get(`/v1/intake/cases/${journey.caseId}`)]);
    const ready = house.stranger().get('/health/ready');
    const answers = await asked.finally(() => signal('SIGCONT'));
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [503, 'service-unavailable'],
      [503, 'service-unavailable'],
      [503, 'service-unavailable'],
    ]);
    expect(answers.every(({ headers }) => headers.get('retry-after') !== null)).toBe(true);
    expect((await ready).status).toBe(503);
    expect((await until(ask, ({ status }) => status === 201, 30_000)).status).toBe(201);
  }, 120_000);

  it('is started again when it was killed, and every acknowledged case is there', async () => {
    const before = await Journey.register(house);
    signal('SIGKILL');
    const after = await until(ask, ({ status }) => status !== 503, 30_000);
    expect(after.status).toBe(201);
    expect(await before.look()).toMatchObject({ status: 'REGISTERED' });
    await before.accept();
    await before.reaches('DISPATCHED');
    const healthy = () => house.stranger().get('/health/ready');
    expect((await until(healthy, ({ status }) => status === 200, 30_000)).body).toMatchObject({ status: 'ok' });
  }, 120_000);
});
