import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { commandLineOf, endsWithParent, holdsWithin, identityOf } from '@bihuan/child-server';
import { describeOwnKafka } from '@bihuan/testing';
import { startCluster } from './cluster.js';
import { newPlan } from './cluster-plan.js';
import { startKafka } from './index.js';
import { jvmFor } from './start-kafka.js';

const HOOKS = join(import.meta.dirname, '..', '..', '..', 'test', 'support', 'ts-hooks.mjs');
const describeGuarded = (await endsWithParent('KILL')).length > 0 ? describeOwnKafka : describe.skip;

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-'));
  opened.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const isGone = (pid: number): Promise<boolean> => holdsWithin(5_000, () => identityOf(pid) === undefined);

/** Another process of ours, with its own temporary files, that runs a script with `startKafka` and `tell` at hand. */
function otherProcess(script: string, TMPDIR = tmpdir()): { child: ChildProcess; told: () => Promise<unknown> } {
  const prelude = `import { startKafka } from '@bihuan/embedded-kafka';
    const tell = (what) => console.log(JSON.stringify(what)); setInterval(() => undefined, 1000);`;
  const args = ['--import', HOOKS, '--input-type=module', '-e', prelude + script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TMPDIR } });
  opened.push(async () => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, told: async () => JSON.parse(String((await lines.next()).value)) };
}

/** Its properties file, as its command line names it. */
const settingsOf = (pid: number): string => / kafka\.Kafka (\S+)/.exec(commandLineOf(pid))?.[1] ?? 'none';

describeOwnKafka('a throw-away broker', () => {
  it('is gone with its folder when it is stopped', async () => {
    const running = await startKafka();
    const file = settingsOf(Number(running.nodes[0]?.pid));
    expect(await readFile(file, 'utf8')).toContain(`listeners=CLIENT://${running.brokers[0]}`);
    await running.stop();
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await isGone(Number(running.nodes[0]?.pid))).toBe(true);
  });

  it('is not made from settings that Kafka does not take, and leaves nothing', async () => {
    const place = await temporaryFolder();
    const script = `startKafka({ properties: { 'log.retention.ms': 'soon' } }).catch(({ code, message }) => tell({ code, message }))`;
    expect(await otherProcess(script, place).told()).toMatchObject({
      code: 'FORMAT_FAILED',
      message: expect.stringContaining('log.retention.ms'),
    });
    expect(await readdir(place)).toEqual([]);
  });

  it('takes other ports when somebody was quicker', async () => {
    const [plan, other] = [await newPlan(1, undefined), await newPlan(1, undefined)];
    const stranger = createServer().listen({ host: '127.0.0.1', port: Number(other.nodes[0]?.port) });
    opened.push(async () => stranger.close());
    await once(stranger, 'listening');
    const plans = [other, plan];
    const cluster = { folder: await temporaryFolder(), size: 1, jvm: await jvmFor(true), guard: [] };
    const [broker] = await startCluster(cluster, async () => plans.splice(0, 1)[0] as typeof plan);
    opened.push(() => Promise.resolve(broker?.kill()));
    expect(broker?.address).toBe(`127.0.0.1:${plan.nodes[0]?.port}`);
  });
});

describeGuarded('a process that is killed by -9', () => {
  it('takes its broker along, whose folder the next start sweeps away', async () => {
    const other = otherProcess('tell((await startKafka()).nodes[0].pid)');
    const pid = Number(await other.told());
    const file = settingsOf(pid);
    other.child.kill('SIGKILL');
    expect(await isGone(pid)).toBe(true);
    await (await startKafka()).stop();
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
