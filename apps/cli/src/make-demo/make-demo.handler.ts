import { demoTenants, makeCredentials, publishDemo } from '@bihuan/demo-tenant';
import { ApiKeyTable } from '@bihuan/platform';
import { withReferences } from '@bihuan/serving';
import { TenantKeys } from '@bihuan/vault';
import type { Output, Reached } from '../domain/reach-ledger.handler.js';

/**
 * Makes the demonstration tenants once: what they have published, the keys that their texts are sealed with, and one
 * credential each for every role. Tells the address at which the house is reached.
 */
export async function makeDemo(
  { url, workerUrl, keyDir, credentials }: Reached,
  baseUrl: string,
  output: Output,
): Promise<void> {
  const keys = new TenantKeys(keyDir);
  for (const { tenantId } of demoTenants) keys.load(tenantId);
  await withReferences({ url, workerUrl }, async ({ database, ledger, references }) => {
    await publishDemo(references, () => ledger.now());
    await makeCredentials(new ApiKeyTable(database), credentials, baseUrl);
  });
  output.line(`keys of the demonstration tenant: ${credentials}`);
}
