import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { newDataDir, removeDataDir } from '../support/standalone.js';

const cluster = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, ['scripts/cluster.mjs', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });

describe('a cluster that cannot be', () => {
  const dataDir = newDataDir();
  afterAll(() => removeDataDir(dataDir));

  it('is explained instead of started when somebody asks how', () => {
    const { status, stdout, stderr } = cluster(['--help'], { BIHUAN_DATA_DIR: join(dataDir, 'none') });
    expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^npm run cluster\n[\s\S]*KAFKA_BROKERS/), '']);
  });

  it.each([[['--port', '80']], [['help']], [['--help', 'x']]])('is not started with arguments: %p', (args) => {
    const { status, stdout, stderr } = cluster(args, { BIHUAN_DATA_DIR: join(dataDir, 'none') });
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(`There is no ${args.join(' ')}.`)]);
  });

  it('ends as a whole when a copy dies at each start, and says which and why', () => {
    // A folder where intake keeps its file.
    mkdirSync(join(dataDir, 'erasures.ndjson'));
    const { status, stderr } = cluster([], { PORT: '0', BIHUAN_DATA_DIR: dataDir, KAFKA_BROKERS: '127.0.0.1:1' });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/intake 2 is not ready after 60 s \(.*\):\n(?: {2}.*\n)*.*EISDIR/),
    ]);
    const { stdout: left } = spawnSync('pgrep', ['-f', dataDir], { encoding: 'utf8' });
    expect(left).toBe('');
  }, 240_000);
});
