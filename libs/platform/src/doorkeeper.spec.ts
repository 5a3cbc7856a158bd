import type { Limits } from './allowance.js';
import { type ApiKey, newApiKey } from './api-key.js';
import { Doorkeeper } from './doorkeeper.js';
import { TokenBucket } from './token-bucket.js';

const known = newApiKey();
const key: ApiKey = {
  publicId: known.publicId,
  tenantId: 'zhanyi',
  keyId: 'clerk-1',
  secretHash: known.secretHash,
  role: 'CLERK',
  unitId: null,
  staffId: null,
  gridCodes: [],
  sourceSystems: [],
  rate: 1,
  burst: 2,
  expiresAt: null,
  revokedAt: null,
};
const now = () => '2026-03-02T01:00:00.000Z';

describe('the doorkeeper', () => {
  let asked: string[];
  let stored: ApiKey | undefined;
  let nowMs: number;
  let doorkeeper: Doorkeeper;
  let buckets: Map<string, TokenBucket>;
  /** The bucket that all processes share, one request at a time. */
  const takeTokens = async ({ publicId, rate, burst }: Limits) => {
    const kept = buckets.get(publicId);
    const bucket = kept?.burst === burst ? kept : new TokenBucket(rate, burst, nowMs);
    buckets.set(publicId, bucket);
    const { isAllowed, remaining } = bucket.take(nowMs);
    return { granted: isAllowed ? 1 : 0, remaining };
  };
  const knock = (token: string) => doorkeeper.admit({ authorization: `Bearer ${token}`, address: '192.0.2.1' });

  beforeEach(() => {
    asked = [];
    stored = key;
    nowMs = 0;
    const findKey = async (publicId: string) => {
      asked.push(publicId);
      return publicId === key.publicId ? stored : undefined;
    };
    buckets = new Map();
    doorkeeper = new Doorkeeper({ findKey, takeTokens }, now, () => nowMs);
  });

  it('asks once for all who come at the same moment', async () => {
    await Promise.all([knock(known.token), knock(known.token)]);
    expect(asked).toEqual([known.publicId]);
  });

  it('knows a key for ten seconds, and notices then that it was revoked', async () => {
    await knock(known.token);
    stored = { ...key, revokedAt: now() };
    nowMs = 9_999;
    await knock(known.token);
    nowMs = 10_000;
    await expect(knock(known.token)).rejects.toMatchObject({ code: 'not-authenticated' });
    expect(asked.length).toBe(2);
  });

  it('remembers for ten seconds that an id is nobody’s', async () => {
    const stranger = newApiKey().token;
    await expect(knock(stranger)).rejects.toMatchObject({ code: 'not-authenticated' });
    await expect(knock(stranger)).rejects.toMatchObject({ code: 'not-authenticated' });
    expect(asked.length).toBe(1);
  });

  it('does not take a failed look-up for an answer', async () => {
    const failing = new Doorkeeper({ findKey: () => Promise.reject(new Error('away')), takeTokens }, now, () => nowMs);
    const authorization = `Bearer ${known.token}`;
    await expect(failing.admit({ authorization, address: '192.0.2.1' })).rejects.toThrow('away');
    await expect(failing.admit({ authorization, address: '192.0.2.1' })).rejects.toThrow('away');
  });

  it('keeps counting while a key is looked up again', async () => {
    await knock(known.token);
    await knock(known.token);
    stored = { ...key, staffId: 'clerk-2' };
    await expect(knock(known.token)).rejects.toMatchObject({ code: 'rate-limited', told: { retryAfterS: 1 } });
    nowMs = 10_000;
    expect((await knock(known.token)).headers['ratelimit']).toBe('"key";r=1;t=1');
  });

  it('gives a key whose limit was raised its new limit', async () => {
    await knock(known.token);
    stored = { ...key, burst: 9 };
    nowMs = 10_000;
    expect((await knock(known.token)).headers['ratelimit-policy']).toBe('"key";q=9;w=9');
  });

  it('spares the database an address that shows one invented key after another, not those who are known', async () => {
    const strangers = Array.from({ length: 300 }, () => newApiKey().token);
    await knock(known.token);
    const answers = await Promise.allSettled(strangers.map(async (token) => knock(token)));
    const first = asked.length;
    const again = await Promise.allSettled(strangers.map(() => knock(newApiKey().token)));
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
    expect(again.at(-1)).toMatchObject({ reason: { code: 'rate-limited' } });
    expect(asked.length - first).toBe(200);
    await expect(knock(known.token)).resolves.toMatchObject({ caller: { keyId: 'clerk-1' } });
  });
});
