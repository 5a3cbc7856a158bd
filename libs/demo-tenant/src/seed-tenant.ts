import { canonicalJson, type CommandMeta, newId } from '@bihuan/kernel';
import type { BoundKey } from '@bihuan/platform';
import type { ReferenceStore } from '@bihuan/reference-store';
import { type DemoTenant, demoTenants } from './demo-tenants.js';
import type { DemoKey } from './keys.js';

/** A credential as `credentials.json` tells it (api.md §2); the only place where its secret stands. */
export interface Credential {
  readonly tenant: string;
  readonly role: string;
  readonly keyId: string;
  readonly gridCodes: readonly string[];
  readonly sourceSystems: readonly string[];
  readonly unitId: string | null;
  readonly staffId: string | null;
  readonly key: string;
}

/** Publishes what the demonstration tenants need, unless it was published before. */
export async function publishDemo(references: ReferenceStore, now: () => string): Promise<void> {
  for (const tenant of demoTenants) await publishTenant(tenant, references, now);
}

/** Publishes what a tenant needs, in its order; what stands already, from a start that was cut short, not again. */
async function publishTenant(
  { tenantId, documents }: DemoTenant,
  references: ReferenceStore,
  now: () => string,
): Promise<void> {
  for (const { kind, key, content, validFrom } of documents) {
    const text = canonicalJson(content);
    const before = await references.versionsOf(tenantId, kind, key);
    if (before.some((version) => canonicalJson(version.content) === text)) continue;
    await references.publish({ kind, key, content, validFrom }, metaOf(tenantId, now()));
  }
}

const metaOf = (tenantId: string, at: string): CommandMeta => ({
  tenantId,
  actor: { kind: 'SYSTEM', ref: 'demo-tenant', role: 'SYSTEM' },
  at,
  commandId: newId(),
  correlationId: newId().replaceAll('-', ''),
});

/** What a key of the demonstration is bound to. */
export const boundKey = (tenantId: string, demo: DemoKey): BoundKey => {
  const { keyId, role, gridCodes, sourceSystems, unitId = null, staffId = null } = demo;
  return { tenantId, keyId, role, gridCodes, sourceSystems, unitId, staffId };
};

/** The key as `credentials.json` tells it. */
export const credentialOf = ({ tenantId: tenant, ...bound }: BoundKey, token: string): Credential => ({
  tenant,
  ...bound,
  key: token,
});
