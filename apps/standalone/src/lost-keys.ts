import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connectionOf } from '@bihuan/event-store';
import { Client } from 'pg';
import type { DataFolder } from './data-folder.js';

/**
 * Refuses to go on without a key that something was made with: a new one in its place would leave texts that nobody can
 * read and seals that nobody believes.
 * @throws Error that names the file
 */
export async function refuseLostKeys(adminUrl: string, { keys, sealKey }: DataFolder): Promise<void> {
  const admin = new Client(connectionOf(adminUrl));
  await admin.connect();
  try {
    const { rows: seals } = await admin.query('select from ledger.seals limit 1');
    if (seals.length > 0 && !existsSync(sealKey)) throw lost(sealKey, 'the ledger is sealed with it');
    const { rows: tenants } = await admin.query<{ id: string }>('select distinct tenant_id as id from access.api_key');
    for (const { id } of tenants) {
      const file = join(keys, `tenant-${id}.key`);
      if (existsSync(file)) continue;
      const { rows: texts } = await admin.query('select from vault.sealed where tenant_id = $1 limit 1', [id]);
      if (texts.length > 0) throw lost(file, 'texts are encrypted under it');
    }
  } finally {
    await admin.end();
  }
}

const lost = (file: string, why: string): Error =>
  new Error(`${file} is missing, and ${why}: bring it back from the backup of the key directory.`);
