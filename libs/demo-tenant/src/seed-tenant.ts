import { newId, type CommandMeta } from '@bihuan/kernel';
import type { ApiKeyTable } from '@bihuan/platform';
import type { ReferenceStore } from '@bihuan/reference-store';
import type { DemoTenant } from './demo-tenants.js';
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

interface Seeding {
  readonly references: ReferenceStore;
  readonly apiKeys: ApiKeyTable;
  readonly now: () => string;
}

/** Publishes what a tenant needs, in its order, then makes a key with a new secret for each of its credentials. */
export async function seedTenant(
  { tenantId, documents, keys }: DemoTenant,
  { references, apiKeys, now }: Seeding,
): Promise<Credential[]> {
  for (const { kind, key, content, validFrom } of documents) {
    const { problems } = await references.publish(kind, content, validFrom, metaOf(tenantId, now()));
    if (problems.length > 0) throw new Error(`${tenantId}: ${kind} ${key} is refused: ${JSON.stringify(problems[0])}`);
  }
  return Promise.all(keys.map((key) => addKey(tenantId, key, apiKeys)));
}

const metaOf = (tenantId: string, at: string): CommandMeta => ({
  tenantId,
  actor: { kind: 'SYSTEM', ref: 'demo-tenant', role: 'SYSTEM' },
  at,
  commandId: newId(),
  correlationId: newId().replaceAll('-', ''),
});

async function addKey(tenantId: string, demo: DemoKey, apiKeys: ApiKeyTable): Promise<Credential> {
  const { keyId, role, gridCodes, sourceSystems } = demo;
  const bound = { keyId, role, gridCodes, sourceSystems, unitId: demo.unitId ?? null, staffId: demo.staffId ?? null };
  return { tenant: tenantId, ...bound, key: await apiKeys.issue({ tenantId, ...bound }) };
}
