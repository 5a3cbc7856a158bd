import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isErrno } from '@bihuan/child-server';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '../..');
const REQUIREMENTS = join(ROOT, 'docs/examples/requirements.txt');

/** No Python with a Kafka client can be had on this machine; the message is a sentence that says what to do. */
export class PythonUnavailable extends Error {
  constructor(options: ErrorOptions) {
    const ways = 'install python3 with its module venv, and let pip reach its index once';
    super(`There is no Python for the examples: ${ways}. ${String(options.cause)}`, options);
    this.name = PythonUnavailable.name;
  }
}

/**
 * The Python that runs the examples: a virtual environment with what their requirements pin, kept in the ignored cache.
 * @throws PythonUnavailable when there is none and none can be made.
 */
export async function pythonWithKafka({ cache = join(ROOT, '.cache'), python = 'python3' } = {}): Promise<string> {
  const pinned = createHash('sha256').update(await readFile(REQUIREMENTS));
  const folder = join(cache, `python-${pinned.digest('hex').slice(0, 8)}`);
  if (!existsSync(folder)) await makeEnvironment(folder, python);
  return join(folder, 'bin', 'python');
}

async function makeEnvironment(folder: string, python: string): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    await run(python, ['-m', 'venv', draft]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(join(draft, 'bin', 'python'), [...pip, '--require-hashes', '--requirement', REQUIREMENTS]);
    // Aside and renamed: a folder of this name is whole, and of two processes at once the first one wins. The python in it
    // may be moved, the scripts beside it may not.
    await rename(draft, folder);
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw new PythonUnavailable({ cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
