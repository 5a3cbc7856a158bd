import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';
import { npmScripts, pastedOf, readme } from './readme.js';

const run = promisify(execFile);
const VERIFY = 'npm run bihuan -- verify';

describe('the README', () => {
  const dataDir = newDataDir();
  let house: Standalone;

  beforeAll(async () => {
    house = await startStandalone(dataDir);
  }, 120_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  /** As a shell would, line by line; the first command that fails ends it, with what it said. */
  const paste = async (lines: readonly string[]): Promise<string[]> => {
    const env = { ...process.env, BASE: house.baseUrl, BIHUAN_DATA_DIR: dataDir };
    const { stdout } = await run('bash', ['-e', '-c', lines.join('\n')], { env, timeout: 60_000 });
    return stdout.trimEnd().split('\n');
  };

  it('tells a journey that can be pasted, and it ends with a closed case', async () => {
    const journey = pastedOf('The main journey').filter((line) => line !== VERIFY);
    expect((await paste(journey)).at(-1)).toBe('CLOSED');
  }, 90_000);

  it('tells how the ledger is verified while it runs', async () => {
    expect(pastedOf('The main journey')).toContain(VERIFY);
    expect((await paste([VERIFY])).at(-1)).toMatch(/^(?:Unaltered up to position \d|Internally consistent)/);
  }, 90_000);

  it('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(npmScripts().filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(npmScripts()).toEqual(expect.arrayContaining(['start', 'test', 'check', 'bihuan']));
  });

  it('is a map, not a book', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(201);
  });
});
