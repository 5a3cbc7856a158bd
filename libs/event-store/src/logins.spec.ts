import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loginsIn, urlOf } from './logins.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bihuan-logins-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the passwords of the logins', () => {
  it('are made once, for their owner alone, also by several processes at the same moment', async () => {
    const file = join(dir, 'made', 'logins.json');
    const all = await Promise.all([loginsIn(file), loginsIn(file), loginsIn(file)]);
    expect(all).toEqual([all[0], all[0], all[0]]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('stay as they are where a newer build knows more logins', async () => {
    const file = join(dir, 'older.json');
    await writeFile(file, JSON.stringify({ bihuan_intake: 'a-password-of-an-older-build' }));
    const logins = await loginsIn(file);
    expect(logins.bihuan_intake).toBe('a-password-of-an-older-build');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(logins);
  });

  it('are refused where the file holds what no password of ours is', async () => {
    const file = join(dir, 'changed.json');
    await writeFile(file, JSON.stringify({ bihuan_intake: `'; drop role bihuan_owner; --` }));
    await expect(loginsIn(file)).rejects.toThrow('no password of ours');
  });

  it('are not guessed from one another', async () => {
    const logins = await loginsIn(join(dir, 'distinct.json'));
    expect(new Set(Object.values(logins)).size).toBe(14);
  });
});

describe('the address of a login', () => {
  it('is that of the server with another name and password', async () => {
    const logins = await loginsIn(join(dir, 'address.json'));
    const url = urlOf('postgres://postgres:secret@127.0.0.1:5432/bihuan', 'bihuan_worker', logins);
    expect(url).toBe(`postgres://bihuan_worker:${logins.bihuan_worker}@127.0.0.1:5432/bihuan`);
  });
});
