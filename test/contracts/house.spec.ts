import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyLogin, prepareDatabase } from '@bihuan/event-store';
import { HOUSE_RIGHTS } from '@bihuan/messaging';
import { houseCatalogue } from '@bihuan/serving';
import { type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { everyMigration } from '../../apps/standalone/src/standalone.module.js';
import { apps as clusterApps, services as clusterServices } from '../../scripts/cluster/environment.mjs';
import { environmentOf, lastingApps, waitsFor } from './deployed.js';
import { apps, services } from './house.js';
import { tableOf } from './readme.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const sorted = (names: readonly string[]): string[] => names.toSorted();
const passwordOf = (app: string): string => `${app.toUpperCase()}_PASSWORD`;
/** Those whose background hears of events over Kafka. */
const reacting = services.filter((service) => HOUSE_RIGHTS[service]?.length !== 0);

const page = read('docs/operations.md');
/** What the page gives to `sql`, in either kind of quotes. */
const statements = [...page.matchAll(/^sql (?:'([^']+)'|"((?:[^"\\]|\\.)+)")$/gm)].map(
  ([, plain, escaped = '']) => plain ?? escaped.replaceAll('\\"', '"'),
);

describe('the services that have logins', () => {
  it('are all there are in the tree', () => {
    const beside = ['cli', 'standalone'];
    expect(sorted(readdirSync('apps').filter((name) => !beside.includes(name)))).toEqual(sorted(apps));
    const { projects } = JSON.parse(read('nest-cli.json')) as { projects: object };
    expect(sorted(Object.keys(projects))).toEqual(sorted([...apps, ...beside]));
  });

  it('are those of the README', () => {
    const rows = [...read('README.md').matchAll(/^\| `apps\/(\w+)` [^|]+\|/gm)].map(([, name]) => name);
    expect(rows).toEqual(services);
  });

  it('are those that have principals at the brokers', () => {
    expect(sorted(Object.keys(HOUSE_RIGHTS))).toEqual(sorted(apps));
  });

  it('are started by the cluster', () => {
    expect([clusterServices, clusterApps]).toEqual([services, apps]);
  });
});

describe('in a deployment the services that have logins', () => {
  it('are those of Compose', () => {
    expect(lastingApps).toEqual(apps);
  });

  it('each have a password, where it is written and where it is used', () => {
    const passwords = sorted(apps.map(passwordOf));
    const inExample = [...read('.env.example').matchAll(/^(\w+_PASSWORD)=/gm)].map(([, name = '']) => name);
    const administrators = ['KAFKA_ADMIN_PASSWORD', 'POSTGRES_PASSWORD'];
    expect(sorted(inExample)).toEqual(sorted([...passwords, ...administrators]));
    const migrating = Object.keys(environmentOf('migrate')).filter((name) => name.endsWith('_PASSWORD'));
    expect(sorted(migrating)).toEqual(passwords);
  });

  it('get every login but those of the command line by that password', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bihuan-house-'));
    const env = {
      BIHUAN_DATA_DIR: folder,
      ...Object.fromEntries(apps.map((app) => [passwordOf(app), 'x'.repeat(20)])),
    };
    const { stderr } = spawnSync(process.execPath, ['deploy/logins.mjs'], { env, encoding: 'utf8' });
    const written = Object.keys(JSON.parse(read(join(folder, 'logins.json'))) as object);
    rmSync(folder, { recursive: true });
    const ofCommandLine = ['bihuan_standalone', 'bihuan_worker'];
    expect([stderr, sorted([...written, ...ofCommandLine])]).toEqual(['', sorted(everyLogin)]);
  });

  it('are reached through the gateway, which waits for each', () => {
    const [first = '', ...rest] = services;
    const config = read('deploy/gateway/nginx.conf');
    expect(/default (\w+);/.exec(config)?.[1]).toBe(first);
    expect(/\(\?<named>([\w|]+)\)/.exec(config)?.[1]).toBe(rest.join('|'));
    expect(waitsFor('gateway')).toEqual(services);
  });

  it('are replaced one by one by a new build', () => {
    expect(/^for service in ([\w ]+); do$/m.exec(read('deploy/README.md'))?.[1]?.split(' ')).toEqual(apps);
  });

  it('are those whose variables are told', () => {
    const told = tableOf('Variables', read('docs/services.md')).map(([, , of = '']) => of.split(', '));
    expect(sorted([...new Set(told.flat())])).toEqual(sorted(['all', ...apps]));
  });
});

describe('in the database the services that react', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    const logins = await testLogins();
    database = await testDatabase(
      (url) => prepareDatabase(url, { logins, migrations: everyMigration, catalogue: houseCatalogue }),
      'house',
    );
  }, 60_000);
  afterAll(() => database.drop());
  const asked = async (sql: string): Promise<string[]> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(sql);
    await client.end();
    return sorted(rows.map(({ name }) => name));
  };

  it('each move their own places alone', async () => {
    const policies = `select unnest(roles)::text as name from pg_policies where schemaname = 'messaging' and tablename = 'offsets'`;
    const own = reacting.map((service) => `bihuan_${service}_worker`);
    expect(await asked(policies)).toEqual(sorted(['bihuan_worker', ...own]));
  });

  it('each have a table of dead letters', async () => {
    const tables = `select schemaname::text as name from pg_tables where tablename = 'dead_letter'`;
    expect(await asked(tables)).toEqual(sorted(reacting));
  });

  it('and the page for those who operate it ask only for what is there', async () => {
    expect(statements.length).toBeGreaterThan(5);
    for (const sql of statements) await expect(asked(sql)).resolves.toBeDefined();
  });
});

describe('the page for those who operate it', () => {
  it('is read while something stands still', () => {
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  });

  it('names every metric of ours, and no other', () => {
    const sources = ['libs/platform/src/metrics.ts', 'apps/relay/src/show-progress/show-progress.handler.ts'];
    const measured = sources.flatMap((path) =>
      [...read(path).matchAll(/name: '(bihuan_\w+)'/g)].map(([, name = '']) => name),
    );
    const named = [...page.matchAll(/`(bihuan_[a-z_]+)`/g)].map(([, name = '']) => name);
    expect(sorted([...new Set(named)])).toEqual(sorted(measured));
  });
});
