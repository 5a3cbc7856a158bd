import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
// NIST SP 800-38D: 96-bit nonces, 128-bit tags; nothing shorter is as safe.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes that stand before and behind the encrypted text: nonce and tag. */
export const CIPHER_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/** What was kept is not what was put in: damaged, moved to another row, or under another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** A new data key, 32 random bytes. */
export const newDataKey = (): Buffer => randomBytes(32);

/** A key as Node takes it at once: over one that comes as plain bytes a cipher or an HMAC takes five times as long. */
export const asKey = (bytes: Uint8Array): KeyObject => createSecretKey(bytes);

/** Nonce, ciphertext, tag. `boundTo` is not kept: who decrypts must know it, so a row moved elsewhere does not open. */
export function encrypt(key: Uint8Array, boundTo: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, asKey(key), nonce).setAAD(Buffer.from(boundTo));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * The plain bytes of what {@link encrypt} made.
 * @throws SealBroken when key, binding or a single bit differ
 */
export function decrypt(key: Uint8Array, boundTo: string, sealed: Uint8Array): Buffer {
  if (sealed.length < CIPHER_OVERHEAD_BYTES) throw new SealBroken(`${boundTo}: too short`);
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, asKey(key), nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(tag);
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch (error) {
    // Node says "unable to authenticate data", without saying whose.
    throw new SealBroken(`${boundTo}: not what was sealed`, { cause: error });
  }
}
