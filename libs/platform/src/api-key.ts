import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the table of keys says of one key. */
export interface ApiKey {
  /** Stands in the token; unique over all tenants. */
  readonly publicId: string;
  readonly tenantId: string;
  /** The key's name, unique in its tenant, as in the demonstration data: `clerk-1`. */
  readonly keyId: string;
  /** SHA-256 of the secret, 32 bytes. */
  readonly secretHash: Uint8Array;
  readonly role: string;
  readonly unitId: string | null;
  readonly staffId: string | null;
  readonly gridCodes: readonly string[];
  readonly sourceSystems: readonly string[];
  /** Requests a second that the key may sustain, and how many it may save up. */
  readonly rate: number;
  readonly burst: number;
  /** Instants, ISO-8601 UTC. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

const DEFAULT_RATE = 2_000;
const DEFAULT_BURST = 4_000;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const PUBLIC_ID_LENGTH = 12;
const SECRET_BYTES = 32;
// The secret may hold '_', the public id may not: the second '_' of a token ends the id.
const TOKEN = /^bh_([a-z2-7]{8,12})_([A-Za-z0-9_-]{43})$/;

/** A key just made. The token is told once and kept nowhere. */
export interface NewApiKey {
  readonly token: string;
  readonly publicId: string;
  readonly secretHash: Uint8Array;
}

export function newApiKey(): NewApiKey {
  const publicId = Array.from(randomBytes(PUBLIC_ID_LENGTH), (byte) => BASE32.charAt(byte % 32)).join('');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { token: `bh_${publicId}_${secret}`, publicId, secretHash: hashSecret(secret) };
}

/** Whose key it is, and what it is bound to. */
export type BoundKey = Pick<
  ApiKey,
  'tenantId' | 'keyId' | 'role' | 'unitId' | 'staffId' | 'gridCodes' | 'sourceSystems'
>;

/** A key with a new secret and the usual limits, for the table, and its token, for the one who will use it. */
export function keyFor(bound: BoundKey): { readonly token: string; readonly key: ApiKey } {
  const { token, publicId, secretHash } = newApiKey();
  const usual = { rate: DEFAULT_RATE, burst: DEFAULT_BURST, expiresAt: null, revokedAt: null };
  return { token, key: { ...bound, ...usual, publicId, secretHash } };
}

/** The parts of a token; undefined when it cannot be one of ours. */
export function readToken(token: string): { publicId: string; secret: string } | undefined {
  const [, publicId, secret] = TOKEN.exec(token) ?? [];
  return publicId === undefined || secret === undefined ? undefined : { publicId, secret };
}

/** The secret has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess. */
export const hashSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Whether the key is in force at `now` and the secret is its own; takes the same time whichever byte differs. */
export function opens(key: ApiKey, secret: string, now: string): boolean {
  const isOwn = timingSafeEqual(hashSecret(secret), key.secretHash);
  const isExpired = key.expiresAt !== null && key.expiresAt <= now;
  return isOwn && !isExpired && key.revokedAt === null;
}
