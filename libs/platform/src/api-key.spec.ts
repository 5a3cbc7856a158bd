import { type ApiKey, hashSecret, newApiKey, opens, readToken } from './api-key.js';

const now = '2026-03-02T01:00:00.000Z';
const key: ApiKey = {
  publicId: 'abcdefgh',
  tenantId: 'zhanyi',
  keyId: 'clerk-1',
  secretHash: hashSecret('s'.repeat(43)),
  role: 'CLERK',
  unitId: null,
  staffId: null,
  gridCodes: [],
  sourceSystems: [],
  rate: 2000,
  burst: 4000,
  expiresAt: null,
  revokedAt: null,
};

describe('a new API key', () => {
  it('is opened by the secret of its own token', () => {
    const { token, publicId, secretHash } = newApiKey();
    const secret = token.slice(`bh_${publicId}_`.length);
    expect(readToken(token)).toEqual({ publicId, secret });
    expect(opens({ ...key, secretHash }, secret, now)).toBe(true);
  });

  it('holds 256 bits that no other key has', () => {
    const tokens = Array.from({ length: 100 }, () => newApiKey().token);
    expect(new Set(tokens).size).toBe(100);
    expect(tokens.every((token) => /^bh_[a-z2-7]{12}_[A-Za-z0-9_-]{43}$/.test(token))).toBe(true);
  });
});

describe('a token', () => {
  it('may have the sign that separates its parts in its secret', () => {
    const secret = `_${'-'.repeat(42)}`;
    expect(readToken(`bh_abcdefgh_${secret}`)).toEqual({ publicId: 'abcdefgh', secret });
  });

  it.each([
    '',
    'bh_',
    `bh_ABCDEFGH_${'s'.repeat(43)}`,
    `bh_abcdefgh_${'s'.repeat(42)}`,
    `xx_abcdefgh_${'s'.repeat(43)}`,
  ])('is not %s', (token) => {
    expect(readToken(token)).toBeUndefined();
  });
});

describe('a key', () => {
  it.each([
    ['to its own secret', key, 's'.repeat(43), true],
    ['to another secret', key, 't'.repeat(43), false],
    ['before it expires', { ...key, expiresAt: '2026-03-02T01:00:00.001Z' }, 's'.repeat(43), true],
    ['from the instant it expires', { ...key, expiresAt: now }, 's'.repeat(43), false],
    ['once it is revoked', { ...key, revokedAt: now }, 's'.repeat(43), false],
  ])('opens %s: %#', (_, given, secret, isOpen) => {
    expect(opens(given, secret, now)).toBe(isOpen);
  });
});
