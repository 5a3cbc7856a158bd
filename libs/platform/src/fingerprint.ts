import { createHmac } from 'node:crypto';

/** HMAC-SHA256 of a body as JSON with sorted keys: the same however a client orders its fields or breaks its lines. */
export const bodyHmac = (key: Uint8Array, body: unknown): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify(body ?? {}, sorted))
    .digest();

const sorted = (_: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
