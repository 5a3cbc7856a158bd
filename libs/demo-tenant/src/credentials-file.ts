import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { type ApiKeyTable, keyFor } from '@bihuan/platform';
import { z } from 'zod';
import { demoTenants } from './demo-tenants.js';
import { boundKey, credentialOf } from './seed-tenant.js';

const credentials = z.looseObject({ baseUrl: z.string() });

/**
 * Makes the demonstration's keys once: the file first, then the keys, so that no key is ever there which nobody knows.
 * A file that was moved away later is not made again: that would end every key in use. Tells the present address.
 */
export async function makeCredentials(apiKeys: ApiKeyTable, file: string, baseUrl: string): Promise<void> {
  const counts = await Promise.all(demoTenants.map(({ tenantId }) => apiKeys.count(tenantId)));
  if (demoTenants.every(({ keys }, index) => (counts[index] ?? 0) >= keys.length)) return tellAddress(file, baseUrl);
  const made = demoTenants.flatMap(({ tenantId, keys }) =>
    keys.map((demo) => ({ bound: boundKey(tenantId, demo), ...keyFor(boundKey(tenantId, demo)) })),
  );
  await write(file, { baseUrl, keys: made.map(({ bound, token }) => credentialOf(bound, token)) });
  for (const { key } of made) await apiKeys.put(key);
}

async function tellAddress(file: string, baseUrl: string): Promise<void> {
  if (!existsSync(file)) return;
  const told = credentials.parse(JSON.parse(await readFile(file, 'utf8')));
  if (told.baseUrl !== baseUrl) await write(file, { ...told, baseUrl });
}

async function write(file: string, told: object): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(told, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(draft, file);
}
