import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeOnce, replaceFile, textOf } from './private-file.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bihuan-private-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('a file that its owner alone may read', () => {
  it('is made once: who comes later gets what is there', async () => {
    const file = join(dir, 'secret');
    expect([await madeOnce(file, 'first'), await madeOnce(file, 'second'), await textOf(file)]).toEqual([
      'first',
      'first',
      'first',
    ]);
  });

  it('is replaced as a whole', async () => {
    const file = join(dir, 'secret');
    await writeFile(file, 'before');
    await replaceFile(file, 'after');
    expect(await textOf(file)).toBe('after');
  });

  it('leaves no draft behind', async () => {
    const file = join(dir, 'secret');
    await madeOnce(file, 'first');
    await madeOnce(file, 'second');
    await replaceFile(file, 'third');
    expect(await readdir(dir)).toEqual(['secret']);
  });

  it('is told from one that is not there', async () => {
    expect(await textOf(join(dir, 'none'))).toBeUndefined();
  });

  it('is not taken for absent when it cannot be read', async () => {
    await expect(textOf(dir)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
