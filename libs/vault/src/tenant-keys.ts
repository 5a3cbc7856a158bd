import { createHmac, hkdfSync } from 'node:crypto';
import { asKey, CIPHER_OVERHEAD_BYTES, decrypt, encrypt, SealBroken } from './cipher.js';
import { addKeyVersion, type KeyFile, loadKeyFile, loadOrCreateKeyFile } from './key-file.js';

/** What a key made from the tenant's root secret is good for; each purpose has a key of its own. */
export type HmacPurpose = 'pseudonym' | 'idempotency';

const WRAPPED_BYTES = 1 + CIPHER_OVERHEAD_BYTES + 32;

/**
 * The keys of all tenants, one file each, read once and then kept in memory. A wrapped key is the version of the
 * tenant key (one byte) and the data key encrypted under it, bound to its reference.
 */
export class TenantKeys {
  readonly #files = new Map<string, KeyFile>();
  readonly #hmacKeys = new Map<string, Buffer>();

  /**
   * @param dir folder of the key files (`BIHUAN_KEY_DIR`); made with mode 0700 when it is not there
   * @param makes whether a tenant without keys gets some. Two folders that each made their own would part for ever: what
   * one process has sealed another could not open, and the same person would have two pseudonyms.
   */
  constructor(
    private readonly dir: string,
    private readonly makes = true,
  ) {}

  /** Reads a tenant's keys, or makes them where it may, so that no later call touches the disk. */
  load(tenantId: string): void {
    this.#file(tenantId);
  }

  /** Version that wraps now. */
  currentVersion(tenantId: string): number {
    return this.#newest(tenantId).version;
  }

  /** A data key as it may lie beside its ciphertext. */
  wrap(tenantId: string, ref: string, dataKey: Uint8Array): Buffer {
    const { version, secret } = this.#newest(tenantId);
    return Buffer.concat([Buffer.of(version), encrypt(secret, ref, dataKey)]);
  }

  /**
   * The data key of `ref`.
   * @throws SealBroken when it was wrapped for another reference or tenant, or is damaged
   */
  unwrap(tenantId: string, ref: string, wrapped: Uint8Array): Buffer {
    if (wrapped.length !== WRAPPED_BYTES) throw new SealBroken(`${ref}: not a wrapped key`);
    return decrypt(this.#secretOf(tenantId, wrapped[0] ?? 0), ref, wrapped.subarray(1));
  }

  /** The same data key under the newest version; undefined when it is already. */
  rewrap(tenantId: string, ref: string, wrapped: Uint8Array): Buffer | undefined {
    if (wrapped[0] === this.currentVersion(tenantId)) return undefined;
    return this.wrap(tenantId, ref, this.unwrap(tenantId, ref, wrapped));
  }

  /** Makes a new version, which wraps from now on; the older ones still unwrap. What lies wrapped is untouched. */
  rotate(tenantId: string): void {
    this.#files.set(tenantId, addKeyVersion(this.dir, tenantId));
  }

  /** Key of 32 bytes for HMAC-SHA256 (HKDF, RFC 5869). The same for ever: rotation does not change it. */
  hmacKey(tenantId: string, purpose: HmacPurpose): Buffer {
    const name = `${tenantId}/${purpose}`;
    const known = this.#hmacKeys.get(name);
    if (known) return known;
    const root = Buffer.from(this.#file(tenantId).root, 'base64');
    const key = Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `bihuan/${purpose}`, 32));
    this.#hmacKeys.set(name, key);
    return key;
  }

  /** HMAC-SHA256 under that key, 64 hex. */
  hmac(tenantId: string, purpose: HmacPurpose, text: string): string {
    return createHmac('sha256', asKey(this.hmacKey(tenantId, purpose)))
      .update(text)
      .digest('hex');
  }

  #file(tenantId: string): KeyFile {
    const load = this.makes ? loadOrCreateKeyFile : loadKeyFile;
    const known = this.#files.get(tenantId) ?? load(this.dir, tenantId);
    this.#files.set(tenantId, known);
    return known;
  }

  #newest(tenantId: string): { version: number; secret: Buffer } {
    const newest = this.#file(tenantId).versions.at(-1);
    if (!newest) throw new Error('A key file has at least one version');
    return { version: newest.version, secret: Buffer.from(newest.secret, 'base64') };
  }

  #secretOf(tenantId: string, version: number): Buffer {
    const found = versionOf(this.#file(tenantId), version);
    if (found) return found;
    // Another process may have rotated since this one read the file.
    this.#files.delete(tenantId);
    const reread = versionOf(this.#file(tenantId), version);
    if (!reread) throw new SealBroken(`tenant ${tenantId} has no key version ${version}`);
    return reread;
  }
}

function versionOf({ versions }: KeyFile, version: number): Buffer | undefined {
  const found = versions.find((key) => key.version === version);
  return found && Buffer.from(found.secret, 'base64');
}
