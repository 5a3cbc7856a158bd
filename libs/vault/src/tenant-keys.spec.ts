import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDataKey, SealBroken } from './cipher.js';
import { TenantKeys } from './tenant-keys.js';

let dir: string;
let keys: TenantKeys;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bihuan-keys-'));
  keys = new TenantKeys(dir);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const dataKey = newDataKey();
const flipped = (wrapped: Buffer): Buffer => {
  const copy = Buffer.from(wrapped);
  copy.writeUInt8(copy.readUInt8(20) ^ 1, 20);
  return copy;
};

describe('a wrapped data key', () => {
  it('is unwrapped by its tenant for its reference', () => {
    expect(keys.unwrap('zhanyi', 'txt_1', keys.wrap('zhanyi', 'txt_1', dataKey))).toEqual(dataKey);
  });

  it('names the version of the tenant key it was wrapped under', () => {
    expect(keys.wrap('zhanyi', 'txt_1', dataKey)[0]).toBe(1);
  });

  it.each([
    ['for another reference', 'zhanyi', 'txt_2', (wrapped: Buffer) => wrapped],
    ['for another tenant', 'demo2', 'txt_1', (wrapped: Buffer) => wrapped],
    [
      'with a changed version',
      'zhanyi',
      'txt_1',
      (wrapped: Buffer) => Buffer.concat([Buffer.of(7), wrapped.subarray(1)]),
    ],
    ['with a changed bit', 'zhanyi', 'txt_1', flipped],
    ['cut short', 'zhanyi', 'txt_1', (wrapped: Buffer) => wrapped.subarray(1)],
    ['of which nothing is left', 'zhanyi', 'txt_1', () => Buffer.alloc(0)],
  ])('is refused %s', (_, tenantId, ref, kept) => {
    const wrapped = keys.wrap('zhanyi', 'txt_1', dataKey);
    expect(() => keys.unwrap(tenantId, ref, kept(wrapped))).toThrow(SealBroken);
  });

  it('needs no disk once its tenant’s keys were loaded', () => {
    keys.load('zhanyi');
    rmSync(dir, { recursive: true });
    expect(keys.unwrap('zhanyi', 'txt_1', keys.wrap('zhanyi', 'txt_1', dataKey))).toEqual(dataKey);
  });
});

describe('a rotation of the tenant key', () => {
  it('leaves what was wrapped before readable, and wraps anew from now on', () => {
    const before = keys.wrap('zhanyi', 'txt_1', dataKey);
    keys.rotate('zhanyi');
    expect(keys.unwrap('zhanyi', 'txt_1', before)).toEqual(dataKey);
    expect(keys.wrap('zhanyi', 'txt_1', dataKey)[0]).toBe(2);
  });

  it('brings a data key under the newest version without changing it', () => {
    const before = keys.wrap('zhanyi', 'txt_1', dataKey);
    keys.rotate('zhanyi');
    const after = Buffer.from(keys.rewrap('zhanyi', 'txt_1', before) as Buffer);
    expect([after[0], keys.unwrap('zhanyi', 'txt_1', after)]).toEqual([2, dataKey]);
    expect(keys.rewrap('zhanyi', 'txt_1', after)).toBeUndefined();
  });

  it('is noticed by another process when it meets a newer key', () => {
    const other = new TenantKeys(dir);
    other.load('zhanyi');
    keys.rotate('zhanyi');
    expect(other.unwrap('zhanyi', 'txt_1', keys.wrap('zhanyi', 'txt_1', dataKey))).toEqual(dataKey);
  });

  it('leaves pseudonyms and fingerprints as they were', () => {
    const before = keys.hmac('zhanyi', 'pseudonym', 'phone:13812345678');
    keys.rotate('zhanyi');
    expect(new TenantKeys(dir).hmac('zhanyi', 'pseudonym', 'phone:13812345678')).toBe(before);
  });
});

describe('a key for fingerprints', () => {
  it('has 32 bytes, its own for each tenant and purpose', () => {
    const made = [
      keys.hmacKey('zhanyi', 'pseudonym'),
      keys.hmacKey('zhanyi', 'idempotency'),
      keys.hmacKey('demo2', 'pseudonym'),
    ];
    expect(made.map(({ length }) => length)).toEqual([32, 32, 32]);
    expect(new Set(made.map((key) => key.toString('hex'))).size).toBe(3);
  });
});

describe('a process that makes no keys', () => {
  it('reads those that another has made', () => {
    const made = keys.hmacKey('zhanyi', 'pseudonym');
    expect(new TenantKeys(dir, false).hmacKey('zhanyi', 'pseudonym')).toEqual(made);
  });

  it('says which are missing, and leaves the folder as it is', () => {
    expect(() => new TenantKeys(dir, false).load('nobody')).toThrow('tenant-nobody.key is missing');
    expect(() => new TenantKeys(dir, false).load('nobody')).toThrow('tenant-nobody.key is missing');
  });
});
