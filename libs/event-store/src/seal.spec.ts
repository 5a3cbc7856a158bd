import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isGenuine, runFrom, runOn, type Seal, SealKey, sealHashOf } from './seal.js';

const seal: Seal = {
  seal: 2,
  firstPosition: 11,
  lastPosition: 12,
  events: 2,
  runningHash: 'a'.repeat(64),
  prevSealHash: 'b'.repeat(64),
  sealedAt: '2026-03-02T01:00:00.000Z',
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bihuan-seal-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('a seal', () => {
  it('is genuine as it was signed', async () => {
    const key = await SealKey.load(join(dir, 'key.pem'));
    expect(isGenuine(key.sign(seal))).toBe(true);
  });

  it.each(Object.keys(seal))('is not when its %s was changed', async (name) => {
    const key = await SealKey.load(join(dir, 'key.pem'));
    expect(isGenuine({ ...key.sign(seal), [name]: 7 })).toBe(false);
  });

  it('is not when it was hashed anew by who cannot sign', async () => {
    const key = await SealKey.load(join(dir, 'key.pem'));
    const changed = { ...seal, events: 1 };
    expect(isGenuine({ ...key.sign(seal), ...changed, sealHash: sealHashOf(changed) })).toBe(false);
  });

  it('has this hash, for ever', () => {
    expect(sealHashOf(seal)).toBe('0cbbe202c3fe1da072c35c9d942cd838d3d1a3176dc3c2031772b5843e3a7c3e');
  });
});

describe('the hash of a range', () => {
  it('depends on where it begins, on what it holds, and on the order', () => {
    const ranges = [
      runFrom(1),
      runFrom(2),
      runOn(runFrom(1), 1, 'x'),
      runOn(runFrom(1), 2, 'x'),
      runOn(runOn(runFrom(1), 1, 'x'), 2, 'y'),
      runOn(runOn(runFrom(1), 2, 'y'), 1, 'x'),
    ];
    expect(new Set(ranges).size).toBe(ranges.length);
  });
});

describe('the key that signs', () => {
  it('is made once, for its owner alone, also by two processes at the same moment', async () => {
    const file = join(dir, 'keys', 'seal.pem');
    const keys = await Promise.all([SealKey.load(file), SealKey.load(file), SealKey.load(file)]);
    expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is not made anew in the place of one that cannot be read', async () => {
    const file = join(dir, 'broken.pem');
    await writeFile(file, 'not a key');
    await expect(SealKey.load(file)).rejects.toMatchObject({ code: 'ERR_OSSL_UNSUPPORTED' });
  });
});
