import { createServer } from 'node:net';
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asSuperuser } from '../support/embedded-url.js';
import { Journey } from '../support/journey.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';

/** What a start that cannot be says, and its exit code. */
const refusedStart = (env: Record<string, string>) => {
  const { status, stderr } = spawnSync(process.execPath, ['dist/apps/standalone/src/main.js'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stderr };
};

describe('starting and stopping', () => {
  const dataDir = newDataDir();
  let house: Standalone;

  beforeAll(async () => {
    house = await startStandalone(dataDir);
  }, 120_000);
  afterAll(() => removeDataDir(dataDir));

  it('names every setting that it does not know or cannot read, and no value', () => {
    const { status, stderr } = refusedStart({ BIHUAN_COLOUR: 'secret', PORT: 'secret' });
    expect([status, stderr.includes('secret')]).toEqual([1, false]);
    expect(stderr).toMatch(/BIHUAN_COLOUR: unknown[\s\S]*PORT/);
  });

  it('moves clocks only where nobody else can reach them', () => {
    expect(refusedStart({ BIHUAN_TEST_CLOCK: '1', HOST: '0.0.0.0' }).stderr).toContain('BIHUAN_TEST_CLOCK');
  });

  it('says which port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as { port: number };
    const other = newDataDir();
    const { status, stderr } = refusedStart({ BIHUAN_DATA_DIR: other, PORT: String(port) });
    server.close();
    removeDataDir(other);
    expect([status, stderr]).toEqual([1, expect.stringContaining(String(port))]);
  }, 60_000);

  it('refuses a data directory of another PostgreSQL', async () => {
    const other = newDataDir();
    const first = await startStandalone(other);
    await first.stop();
    writeFileSync(join(other, 'postgres/data/PG_VERSION'), '13\n');
    const { status, stderr } = refusedStart({ BIHUAN_DATA_DIR: other, PORT: '0' });
    removeDataDir(other);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/13/)]);
  }, 120_000);

  it.each([
    ['the seals’ key', 'seal-key.pem', /seal-key\.pem is missing/],
    ['a tenant’s key', 'tenant-zhanyi.key', /tenant-zhanyi\.key is missing/],
  ])(
    'refuses to start without %s, with which something was made',
    async (_, name, sentence) => {
      const other = newDataDir();
      const first = await startStandalone(other);
      await Journey.register(first);
      await first.stop();
      rmSync(join(other, 'keys', name));
      const { status, stderr } = refusedStart({ BIHUAN_DATA_DIR: other, PORT: '0' });
      removeDataDir(other);
      expect([status, stderr]).toEqual([1, expect.stringMatching(sentence)]);
    },
    120_000,
  );

  it('leaves every key in force when the file of credentials was moved away', async () => {
    const other = newDataDir();
    const first = await startStandalone(other);
    const clerk = first.as('clerk-1');
    await first.stop();
    renameSync(join(other, 'credentials.json'), join(other, 'elsewhere.json'));
    const second = await startStandalone(other, { PORT: new URL(first.baseUrl).port });
    const { status } = await clerk.get('/v1/intake/cases');
    const isMadeAgain = existsSync(join(other, 'credentials.json'));
    await second.stop();
    removeDataDir(other);
    expect([status, isMadeAgain]).toEqual([200, false]);
  }, 120_000);

  it('leaves every key in force when the county has made a further one', async () => {
    const other = newDataDir();
    const first = await startStandalone(other);
    const clerk = first.as('clerk-1');
    await asSuperuser(
      other,
      `insert into access.api_key
       select (jsonb_populate_record(k, jsonb_build_object('public_id', reverse(k.public_id), 'key_id', 'clerk-99'))).*
       from access.api_key k where key_id = 'clerk-1' limit 1`,
    );
    await first.stop();
    const second = await startStandalone(other, { PORT: new URL(first.baseUrl).port });
    const { status } = await clerk.get('/v1/intake/cases');
    await second.stop();
    removeDataDir(other);
    expect(status).toBe(200);
  }, 120_000);

  it('ends within five seconds of SIGTERM, with its database', async () => {
    const ms = await house.stop();
    const left = spawnSync('pgrep', ['-f', dataDir], { encoding: 'utf8' }).stdout.trim();
    expect([ms < 5_000, left]).toEqual([true, '']);
  });
});
