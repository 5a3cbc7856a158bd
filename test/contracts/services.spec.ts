import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Login, prepareDatabase, urlOf } from '@bihuan/event-store';
import { type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { clients, newDataDir, removeDataDir, type Started, startProgram } from '../support/standalone.js';

type Env = Readonly<Record<string, string>>;

const names = ['intake', 'routing', 'supervision', 'feedback', 'audit', 'relay'] as const;
type Name = (typeof names)[number];
const mainOf = (name: Name): string => `dist/apps/${name}/src/main.js`;

const folder = newDataDir();
let test: TestDatabase;
let login: (name: Login) => string;

const cli = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
    env: { PATH: process.env['PATH'] ?? '', BIHUAN_DATA_DIR: folder, DATABASE_URL: test.url },
    encoding: 'utf8',
  });

/** What a service is told: its own logins, and where its files lie. */
const envOf = (name: Name): Env => {
  const listening = { PORT: '0', METRICS_PORT: '0' };
  // Nobody listens there: what it says of itself is asked here, what it does in the lane of Kafka.
  if (name === 'relay') return { ...listening, DATABASE_URL: login('bihuan_relay'), KAFKA_BROKERS: '127.0.0.1:1' };
  return {
    ...listening,
    DATABASE_URL: login(`bihuan_${name}`),
    WORKER_DATABASE_URL: login(`bihuan_${name}_worker`),
    BIHUAN_KEY_DIR: join(folder, 'keys'),
    ...(name === 'intake'
      ? { VAULT_DATABASE_URL: login('bihuan_vault'), BIHUAN_ERASURE_FILE: join(folder, 'erasures.ndjson') }
      : {}),
    ...(name === 'audit' ? { BIHUAN_ANCHOR_FILE: join(folder, 'anchor.ndjson') } : {}),
  };
};
const refusal = (name: Name, env: Env): readonly [number | null, string] => {
  const { status, stderr } = spawnSync(process.execPath, [mainOf(name)], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return [status, stderr];
};

beforeAll(async () => {
  const logins = await testLogins();
  const everyLogin = { logins, migrations: [], catalogue: {} };
  // The roles alone: without them nobody could be told more than that there is no such login.
  test = await testDatabase((url) => prepareDatabase(url, everyLogin).catch(() => undefined), 'unmigrated');
  login = (name) => urlOf(test.url, name, logins);
  // Roles belong to the whole server: this house must know the passwords of the run.
  writeFileSync(join(folder, 'logins.json'), JSON.stringify(logins), { mode: 0o600 });
}, 60_000);
afterAll(async () => {
  await test.drop();
  removeDataDir(folder);
});

describe('a house whose services run apart', () => {
  it('is refused by each of them until it was migrated, in a sentence that says how', () => {
    for (const name of names)
      expect(refusal(name, envOf(name))).toEqual([
        1,
        'The database is not prepared for this build: nobody has migrated it. Run "bihuan migrate" first.\n',
      ]);
  }, 60_000);

  it('is migrated by the command line, which says what that took, and nothing the second time', () => {
    const [first, second] = [cli('migrate'), cli('migrate')];
    expect([first.status, first.stdout]).toEqual([0, expect.stringMatching(/^ran Ledger1764000000000\n/)]);
    expect(first.stdout).toMatch(/ran FeedbackDeadLetters1764000004000\n\d+ migrations have run\.\n/);
    expect([second.status, second.stdout]).toEqual([0, expect.stringMatching(/^Nothing was missing\.\nThe passwords/)]);
  }, 60_000);

  it('gets its demonstration from there too, once, and then no more than a new address', () => {
    const [first, second] = [cli('demo'), cli('demo', '--base-url', 'https://bihuan.example')];
    expect([first.status, first.stdout]).toEqual([0, expect.stringContaining('credentials.json')]);
    const { baseUrl, keys } = JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8')) as {
      baseUrl: string;
      keys: unknown[];
    };
    expect([second.status, baseUrl, keys.length > 20]).toEqual([0, 'https://bihuan.example', true]);
  }, 60_000);

  it('shows its dead letters to whoever says a name, and to nobody else', () => {
    const [named, nameless] = [cli('dead-letters', 'list', '--by', 'wang'), cli('dead-letters', 'list', '--by', '')];
    expect([named.status, named.stdout]).toEqual([0, expect.stringContaining('No event waits.')]);
    expect([nameless.status, nameless.stderr]).toEqual([2, expect.stringMatching(/^--by: a name of/)]);
  }, 60_000);
});

describe('a service apart', () => {
  const asks: readonly [Name, { by: string; path: string; status: number }][] = [
    ['intake', { by: 'clerk-1', path: '/v1/intake/cases', status: 200 }],
    ['routing', { by: 'zjj-handler-1', path: '/v1/routing/inbox', status: 200 }],
    ['supervision', { by: 'supervisor-1', path: '/v1/supervision/board?status=RUNNING', status: 200 }],
    ['feedback', { by: 'reviewer-1', path: '/v1/intake/cases', status: 404 }],
    ['audit', { by: 'auditor-1', path: '/v1/audit/feed?streams=all', status: 200 }],
    // It answers nobody.
    ['relay', { by: 'auditor-1', path: '/v1/audit/feed', status: 401 }],
  ];
  let started: Started | undefined;
  afterEach(() => started?.stop());

  it.each(asks)(
    '%s stands on its own logins alone, serves its part, and ends when it is told to',
    async (name, { by, path, status }) => {
      started = await startProgram(mainOf(name), envOf(name), { ready: new RegExp(`${name} is ready: (\\S+)`) });
      const { as, stranger } = clients(started.baseUrl, folder);
      expect((await stranger().get('/health/ready')).body).toMatchObject({ checks: { database: 'ok' } });
      const metricsPort = /metrics: port (\d+)/.exec(started.output())?.[1];
      expect(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).toContain('process_cpu');
      expect((await stranger().get('/metrics')).status).toBe(401);
      expect((await as(by).get(path)).status).toBe(status);
      const ms = await started.stop();
      expect([ms < 5_000, started.output()]).toEqual([true, expect.stringContaining(`${name} has stopped`)]);
    },
    60_000,
  );

  it.each<[string, Name, Env, RegExp]>([
    ['a test clock', 'intake', { BIHUAN_TEST_CLOCK: '1' }, /BIHUAN_TEST_CLOCK: unknown/],
    ['a database that is away', 'feedback', { WORKER_DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }, /ECONNREFUSED/],
  ])('does not start with %s', (_, name, wrong, sentence) => {
    expect(refusal(name, { ...envOf(name), ...wrong })).toEqual([1, expect.stringMatching(sentence)]);
  });

  it.each<[Name, string[]]>([
    ['intake', ['DATABASE_URL', 'WORKER_DATABASE_URL', 'BIHUAN_KEY_DIR', 'VAULT_DATABASE_URL', 'BIHUAN_ERASURE_FILE']],
    ['relay', ['KAFKA_BROKERS', 'DATABASE_URL']],
  ])('%s names all that it was not told', (name, missing) => {
    const [status, stderr] = refusal(name, { PORT: '0' });
    expect([status, stderr.match(/^ {2}\w+/gm)?.map((line) => line.trim())]).toEqual([1, missing]);
  });
});
