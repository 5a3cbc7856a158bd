import { badHeader } from './problem.js';

/**
 * The version in an `If-Match` header; our ETags are strong and hold one integer. `*` asks for nothing.
 * @throws Problem invalid-request when it is no ETag of ours
 */
export function versionSeen(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = /^\s*"(\d{1,9})"\s*$/.exec(ifMatch)?.[1];
  if (version === undefined) throw badHeader('If-Match', '不是本系统给出的 ETag', 'is not an ETag of ours');
  return Number(version);
}

const BARE = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,510})"$/;

/**
 * The key of an `Idempotency-Key` header: a structured-field string, or its characters bare. Both are the same key.
 * @throws Problem invalid-request when it is neither, or not 1 to 255 characters
 */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const trimmed = header.trim();
  const key = BARE.test(trimmed) ? trimmed : QUOTED.exec(trimmed)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  if (key === undefined || key.length > 255) {
    throw badHeader('Idempotency-Key', '须为 1 到 255 个可见 ASCII 字符', 'must be 1 to 255 visible ASCII characters');
  }
  return key;
}
