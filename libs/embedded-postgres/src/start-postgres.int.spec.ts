import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { claim, endsWithParent, holdsWithin, identityOf } from '@bihuan/child-server';
import pg from 'pg';
import { accountFor, thisHost } from './account.js';
import { attach } from './attach.js';
import { findBinaries } from './binaries.js';
import { dataOwner, ensureCluster } from './cluster.js';
import { choosePort } from './port.js';
import { clearLeftovers } from './postmaster.js';
import { type KeptPostgres, type RunningPostgres, startPostgres } from './index.js';
import { launchServer } from './server.js';

const HOOKS = join(import.meta.dirname, '..', '..', '..', 'test', 'support', 'ts-hooks.mjs');
const GUARD = await endsWithParent('INT');
const describeGuarded = GUARD.length > 0 ? describe : describe.skip;
const describeAsRoot = process.getuid?.() === 0 && (await thisHost('', '').mayUnshare()) ? describe : describe.skip;

const UNTIL_BUSY = `do $$ begin
  while not exists (select from pg_stat_activity where state = 'active' and query like 'select count(*)%') loop
    perform pg_sleep(0.01), pg_stat_clear_snapshot();
  end loop;
end $$`;

let dir = '';
const opened: (() => Promise<unknown>)[] = [];

// One cluster for all: each test finds it stopped and leaves it so.
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kept-'));
  const first = await startPostgres({ dir });
  await ask(first, 'create table kept (n int)');
  await first.stop();
});
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function started(options: Partial<KeptPostgres> = {}): Promise<RunningPostgres> {
  const running = await startPostgres({ dir, ...options });
  opened.push(() => running.stop());
  return running;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'folder-'));
  opened.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function ask(running: RunningPostgres, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: running.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** A server without an owner: as if the process that started it had been killed where nothing watches for that. */
async function orphan(): Promise<ChildProcess> {
  const { postgres } = await findBinaries();
  const account = await accountFor(thisHost(postgres, tmpdir()), await dataOwner(dir));
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: await choosePort(dir, undefined),
  };
  const data = join(dir, 'data');
  const child = await launchServer(
    { account, guard: [], cwd: dir },
    { postgres, data, settings, log: () => undefined },
  );
  opened.push(async () => child.kill('SIGKILL'));
  return child;
}

/** Another process of ours that runs a script with `startPostgres`, `dir` and `tell` at hand. */
function otherProcess(script: string): { child: ChildProcess; told: () => Promise<unknown> } {
  const prelude = `import { startPostgres } from '@bihuan/embedded-postgres'; const dir = ${JSON.stringify(dir)};
    const tell = (what) => console.log(JSON.stringify(what)); setInterval(() => undefined, 1000);`;
  const args = ['--import', HOOKS, '--input-type=module', '-e', prelude + script];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  opened.push(async () => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, told: async () => JSON.parse(String((await lines.next()).value)) };
}

async function listener(port = 0): Promise<Server> {
  const server = createServer().listen({ host: '127.0.0.1', port });
  opened.push(async () => server.close());
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as { port: number }).port;

const isGone = (pid: number): Promise<boolean> => holdsWithin(5_000, () => identityOf(pid) === undefined);

describe('a cluster that is kept', () => {
  it('is closed to others, keeps its promises on disk, and knows Chinese', async () => {
    const running = await started();
    const modes = await Promise.all(
      ['data', 'password'].map(async (name) => (await stat(join(dir, name))).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600]);
    expect(await ask(running, `select current_setting('fsync') || current_setting('data_checksums')`)).toBe('onon');
    expect(await ask(running, `select current_setting('server_encoding') || current_setting('TimeZone')`)).toBe(
      'UTF8UTC',
    );
    await ask(running, 'create extension if not exists pg_trgm');
    expect(await ask(running, `select cardinality(show_trgm('中文'))`)).toBe(3);
  });

  it('lets nobody in without the password', async () => {
    const { port } = await started();
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: 'guessed' });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('is found again with its data, on the same port', async () => {
    const first = await started();
    await ask(first, 'insert into kept values (1)');
    await first.stop();
    await first.stop();
    const second = await started();
    expect(await ask(second, 'select count(*)::int from kept where n = 1')).toBe(1);
    expect(second.url).toBe(first.url);
  });

  it('takes the settings it is told and hands its log over', async () => {
    const lines: string[] = [];
    const running = await started({ settings: { max_connections: 37 }, log: (line) => lines.push(line) });
    expect(await ask(running, 'show max_connections')).toBe('37');
    expect(lines.join('\n')).toContain('ready to accept connections');
  });

  it('shows the last lines when the server ends while starting, and can be started after that', async () => {
    await expect(started({ settings: { max_connections: 'many' } })).rejects.toMatchObject({
      code: 'SERVER_EXITED',
      message: expect.stringContaining('invalid value for parameter "max_connections": "many"'),
    });
    expect(await started()).toMatchObject({ isOwner: true });
  });
});

describe('the port', () => {
  it('is the one asked for', async () => {
    const server = await listener();
    const port = portOf(server);
    server.close();
    expect(await started({ port })).toMatchObject({ port });
  });

  it('is refused when the one asked for is taken', async () => {
    const port = portOf(await listener());
    await expect(started({ port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: `Port ${port} on 127.0.0.1 is taken: free it, or ask for another.`,
    });
  });

  it('is another one when that of the last run is taken, and is written down', async () => {
    const first = await started();
    await first.stop();
    await listener(first.port);
    const second = await started();
    expect(second.port).not.toBe(first.port);
    expect(await readFile(join(dir, 'port'), 'utf8')).toBe(String(second.port));
  });
});

/** The setting of the socket that a question comes by, or the address when it comes over TCP. */
const addressOf = (running: RunningPostgres) =>
  ask(running, `select coalesce(inet_server_addr()::text, current_setting('unix_socket_directories'))`);

describe('the address', () => {
  it('is a Unix socket among the data, for whoever attaches too', async () => {
    const both = await Promise.all([started(), started()]);
    const data = join(dir, 'data');
    expect(await Promise.all(both.map(addressOf))).toEqual([`"${data}"`, `"${data}"`]);
  });

  it('is one of a folder that a list or an address would cut in two', async () => {
    const folder = join(await temporaryFolder(), 'a, "b" 100% 综治');
    const running = await started({ dir: folder });
    expect(await addressOf(running)).toBe(`"${join(folder, 'data').replaceAll('"', '""')}"`);
  });

  it('is that of the loopback when the path is too long for a socket', async () => {
    const running = await started({ dir: join(await temporaryFolder(), 'long'.repeat(20)) });
    expect(await addressOf(running)).toBe('127.0.0.1/32');
  });
});

describe('two starts in one folder', () => {
  it('give one owner, and one that attaches, however close they are', async () => {
    const both = await Promise.all([started(), started()]);
    expect(both.filter(({ isOwner }) => isOwner)).toHaveLength(1);
    expect(both[0].pid).toBe(both[1].pid);
  });

  it('let a second process in, which never stops the server', async () => {
    const running = await started();
    const other = otherProcess(
      `const { pid, isOwner, stop } = await startPostgres({ dir }); await stop(); tell({ pid, isOwner });`,
    );
    expect(await other.told()).toEqual({ pid: running.pid, isOwner: false });
    expect(await ask(running, 'select 1')).toBe(1);
  });

  it('end with a sentence when the owner has no server', async () => {
    const folder = await temporaryFolder();
    claim(folder);
    await expect(attach(folder, 50)).rejects.toMatchObject({
      code: 'OWNER_SILENT',
      message: expect.stringContaining(join(folder, 'owner')),
    });
  });
});

describe('a server killed by -9', () => {
  it('has lost nothing that was committed', async () => {
    const killed = await started();
    await ask(killed, 'insert into kept values (2)');
    process.kill(killed.pid, 'SIGKILL');
    expect(await isGone(killed.pid)).toBe(true);
    const running = await started();
    expect(running.isOwner).toBe(true);
    expect(await ask(running, 'select count(*)::int from kept where n = 2')).toBe(1);
  });

  it('is started again once its busy worker has ended too', async () => {
    const killed = await started();
    // A worker in a computation does not see its parent die, and answers at the end.
    const session = ask(killed, 'select count(*)::int from generate_series(1, 6000000)');
    await ask(killed, UNTIL_BUSY);
    process.kill(killed.pid, 'SIGKILL');
    expect(await isGone(killed.pid)).toBe(true);
    const lines: string[] = [];
    expect(await started({ log: (line) => lines.push(line) })).toMatchObject({ isOwner: true });
    expect(lines.join('\n')).toContain('pre-existing shared memory block');
    await session;
  });
});

describe('the process that started it', () => {
  it('still has the server after a Ctrl-C to its whole group', async () => {
    const other = otherProcess(`import pg from 'pg'; const { url, stop } = await startPostgres({ dir });
      const client = new pg.Client({ connectionString: url }); await client.connect();
      process.once('SIGINT', async () => { tell((await client.query('select 7 as n')).rows); await client.end(); await stop(); tell('stopped'); });
      tell('ready');`);
    expect(await other.told()).toBe('ready');
    process.kill(-Number(other.child.pid), 'SIGINT');
    expect(await other.told()).toEqual([{ n: 7 }]);
    expect(await other.told()).toBe('stopped');
  });
});

describe('what an earlier run left', () => {
  it('is stopped when it is our server without an owner', async () => {
    const { pid } = await orphan();
    expect(await started()).toMatchObject({ isOwner: true });
    expect(identityOf(Number(pid))).toBeUndefined();
  });

  it('is named when that server does not stop', async () => {
    const child = await orphan();
    child.kill('SIGSTOP');
    await expect(clearLeftovers(join(dir, 'data'), 100)).rejects.toMatchObject({
      code: 'ORPHAN_STAYS',
      message: expect.stringContaining(`process ${child.pid}`),
    });
  });

  it('is removed when its process id belongs to a stranger now', async () => {
    const port = await readFile(join(dir, 'port'), 'utf8');
    await writeFile(join(dir, 'data', 'postmaster.pid'), `${process.ppid}\n/elsewhere\n1\n${port}\n`);
    await writeFile(join(dir, 'data', `.s.PGSQL.${port}.lock`), `${process.ppid}\n/elsewhere\n1\n${port}\n`);
    expect(await started()).toMatchObject({ isOwner: true });
  });

  it('is taken over from an owner who is dead, and whose process id belongs to a stranger now', async () => {
    await writeFile(join(dir, 'owner'), `${process.ppid} 1`);
    expect(await started()).toMatchObject({ isOwner: true });
  });

  it('is done again when it is a half-made cluster', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'data'));
    await mkdir(join(folder, 'data.new'));
    await copyFile(join(dir, 'data', 'PG_VERSION'), join(folder, 'data.new', 'PG_VERSION'));
    await writeFile(join(folder, 'data', 'postgresql.conf'), '');
    expect(await ask(await started({ dir: folder }), 'select 1')).toBe(1);
  });

  it('is refused when another major version made it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'PG_VERSION'), '17\n');
    await expect(started({ dir: folder })).rejects.toMatchObject({
      code: 'OTHER_MAJOR',
      message: expect.stringContaining('was made by PostgreSQL 17, and this is 18'),
    });
  });

  it('is shown when initdb fails', async () => {
    const folder = await temporaryFolder();
    const how = { account: { kind: 'SELF' }, guard: [], cwd: folder } as const;
    await expect(ensureCluster(folder, process.execPath, how, true)).rejects.toMatchObject({
      code: 'INITDB_FAILED',
      message: expect.stringContaining('bad option: -D'),
    });
  });
});

describe('a throw-away cluster', () => {
  it('is careless and roomy, and gone when it is stopped', async () => {
    const running = await startPostgres({ throwAway: true });
    opened.push(() => running.stop());
    const folder = join(String(await ask(running, 'show data_directory')), '..');
    const settings = `select string_agg(current_setting(name), ' ')
      from unnest('{fsync,synchronous_commit,full_page_writes,max_connections}'::text[]) name`;
    expect(await ask(running, settings)).toBe('off off off 200');
    await running.stop();
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describeGuarded('a process that is killed by -9', () => {
  it('takes its server along', async () => {
    const other = otherProcess('tell((await startPostgres({ dir })).pid)');
    const pid = Number(await other.told());
    other.child.kill('SIGKILL');
    expect(await isGone(pid)).toBe(true);
    expect(await started()).toMatchObject({ isOwner: true });
  });

  it('leaves a throw-away cluster that the next one sweeps away', async () => {
    const other = otherProcess(`import pg from 'pg'; const { url } = await startPostgres({ throwAway: true });
      const client = new pg.Client({ connectionString: url }); await client.connect();
      tell((await client.query('show data_directory')).rows[0].data_directory);`);
    const data = String(await other.told());
    other.child.kill('SIGKILL');
    await once(other.child, 'exit');
    const next = await startPostgres({ throwAway: true });
    opened.push(() => next.stop());
    await expect(stat(join(data, '..'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describeAsRoot('root', () => {
  it('serves a folder that no other account can reach', async () => {
    const folder = await temporaryFolder();
    const closed = join(folder, 'closed');
    const running = await started({ dir: closed });
    expect(await ask(running, 'select 1')).toBe(1);
    expect((await stat(join(closed, 'data'))).uid).toBe(0);
  });

  it('leaves the cluster to an account that can reach it', async () => {
    expect((await stat(join(dir, 'data'))).uid).not.toBe(0);
  });
});
