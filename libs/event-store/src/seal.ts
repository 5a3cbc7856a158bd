import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { canonicalJson } from '@bihuan/kernel';
import { madeOnce, textOf } from './private-file.js';

/** A signed statement about a contiguous range of the ledger, chained to the one before it. */
export interface Seal {
  /** From 1, without a gap. */
  readonly seal: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly events: number;
  /** Hash over position and hash of every event of the range, in order, 64 hex. */
  readonly runningHash: string;
  /** `sealHash` of the seal before it; 64 zeros for the first. */
  readonly prevSealHash: string;
  readonly sealedAt: string;
}

export interface SignedSeal extends Seal {
  readonly sealHash: string;
  /** Ed25519 (RFC 8032) over `sealHash`, base64. */
  readonly signature: string;
  /** SPKI, base64. */
  readonly publicKey: string;
}

export const FIRST_PREVIOUS_SEAL = '0'.repeat(64);

/** Carries the hash of a range on by one event. */
export const runOn = (running: string, position: number, eventHash: string): string =>
  createHash('sha256').update(`${running}${position}${eventHash}`).digest('hex');

/** Where a range begins: its first position, so that two ranges never share a hash. */
export const runFrom = (firstPosition: number): string =>
  createHash('sha256').update(`range ${firstPosition}`).digest('hex');

export const sealHashOf = (seal: Seal): string => createHash('sha256').update(canonicalJson(seal)).digest('hex');

const newKey = (): string =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

/** The key that signs seals: made once, kept in a file that its owner alone may read. */
export class SealKey {
  private constructor(private readonly key: KeyObject) {}

  static async load(file: string): Promise<SealKey> {
    const known = await textOf(file);
    return new SealKey(createPrivateKey(known ?? (await madeOnce(file, newKey()))));
  }

  get publicKey(): string {
    return createPublicKey(this.key).export({ type: 'spki', format: 'der' }).toString('base64');
  }

  sign(seal: Seal): SignedSeal {
    const sealHash = sealHashOf(seal);
    const signature = sign(null, Buffer.from(sealHash, 'hex'), this.key).toString('base64');
    return { ...seal, sealHash, signature, publicKey: this.publicKey };
  }
}

/** Whether a seal says what its hash says, and its hash was signed by the key that it names. */
export function isGenuine({ sealHash, signature, publicKey, ...seal }: SignedSeal): boolean {
  if (sealHashOf(seal) !== sealHash) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
  return verify(null, Buffer.from(sealHash, 'hex'), key, Buffer.from(signature, 'base64'));
}
