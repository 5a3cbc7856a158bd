import type { Actor, Binding } from '@bihuan/kernel';
import type { Limits, Taken } from './allowance.js';
import type { ApiKey } from './api-key.js';

/** What the edge asks of the app around it; every app provides one. The class is the injection token. */
export abstract class Callers {
  /** The key with this public id, whatever its state; undefined when there is none. */
  abstract findKey(publicId: string): Promise<ApiKey | undefined>;
  /** Takes at most so many requests from the bucket of a key, which all processes share. */
  abstract takeTokens(limits: Limits, wanted: number): Promise<Taken>;
  /** The key under which bodies of this tenant are compared (`Idempotency-Key`), 32 bytes. */
  abstract bodyKey(tenantId: string): Uint8Array;
}

/** Who asks, as the verified credential says. */
export interface Caller {
  readonly tenantId: string;
  /** Of the credential, unique in its tenant. */
  readonly keyId: string;
  readonly actor: Actor;
  readonly binding: Binding;
}

export const callerOf = ({ tenantId, keyId, role, unitId, staffId, gridCodes, sourceSystems }: ApiKey): Caller => ({
  tenantId,
  keyId,
  actor: {
    kind: role === 'INTEGRATOR' ? 'INTEGRATOR' : 'STAFF',
    ref: staffId ?? keyId,
    ...(unitId === null ? {} : { unitId }),
    role,
  },
  binding: { gridCodes, sourceSystems },
});
