import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { Database, Ledger } from '@bihuan/event-store';
import { demoTenants, seedTenant } from '@bihuan/demo-tenant';
import { ApiKeyTable } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Makes the demonstration tenants on the first start; true when it did. The file is written last: half a seed is made again. */
export async function seedOnce(app: NestFastifyApplication, credentials: string, baseUrl: string): Promise<boolean> {
  if (existsSync(credentials)) return false;
  const [references, ledger, database] = [app.get(ReferenceStore), app.get(Ledger), app.get(Database)];
  const apiKeys = new ApiKeyTable(database);
  const now = () => ledger.now();
  const keys = [];
  for (const tenant of demoTenants) keys.push(...(await seedTenant(tenant, { references, apiKeys, now })));
  const draft = `${credentials}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ baseUrl, keys }, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(draft, credentials);
  return true;
}
