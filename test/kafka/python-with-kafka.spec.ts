import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PythonUnavailable, pythonWithKafka } from '../support/python-with-kafka.js';

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'python-'));
});
afterEach(() => rm(cache, { recursive: true }));

describe('the Python of the examples', () => {
  it('is missed with what to do when none is installed', async () => {
    const missing = pythonWithKafka({ cache, python: 'no-such-python' });
    await expect(missing).rejects.toBeInstanceOf(PythonUnavailable);
    await expect(missing).rejects.toThrow(/^There is no Python for the examples: install python3 .* ENOENT$/);
  });

  it('is missed, and leaves nothing behind, when it makes no environment', async () => {
    await writeFile(join(cache, 'python3'), '#!/bin/sh\nmkdir -p "$3"; exit 1\n', { mode: 0o755 });
    const missing = pythonWithKafka({ cache, python: join(cache, 'python3') });
    await expect(missing).rejects.toBeInstanceOf(PythonUnavailable);
    expect(await readdir(cache)).toEqual(['python3']);
  });
});
