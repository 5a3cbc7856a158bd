import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdsWithin, identityOf } from '@bihuan/child-server';
import { Broker } from './broker.js';

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

/** A node that runs something else. */
async function brokerOf(...command: readonly string[]): Promise<Broker> {
  const folder = await temporaryFolder();
  const broker = new Broker({ id: 1, port: 1, controllerPort: 2 }, { folder, command, users: undefined });
  opened.push(() => broker.kill());
  broker.launch();
  return broker;
}

describe('a broker that does not come', () => {
  it('is given up after a while, with its last words', async () => {
    const broker = await brokerOf('sh', '-c', 'echo "looking for a quorum"; exec sleep 60');
    await expect(broker.serves([1], 300)).rejects.toMatchObject({
      code: 'BROKER_SILENT',
      message: 'Broker 1 does not serve after 300 ms:\nlooking for a quorum\n',
    });
  });

  it('is given up at once when it cannot run', async () => {
    const broker = await brokerOf('no-such-program');
    await expect(broker.serves([1])).rejects.toMatchObject({ code: 'BROKER_EXITED' });
  });

  it('is killed when it does not stop', async () => {
    const broker = await brokerOf('sh', '-c', 'trap "" TERM; echo deaf; while :; do sleep 0.05; done');
    await expect(broker.serves([1], 300)).rejects.toMatchObject({ message: expect.stringContaining('deaf') });
    await broker.end('SIGTERM', 50);
    expect(await isGone(broker.pid)).toBe(true);
  });
});
