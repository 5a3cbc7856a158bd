import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StandaloneConfig } from './standalone.config.js';

/** Where everything lies that must outlive the process. */
export interface DataFolder {
  readonly postgres: string;
  readonly logins: string;
  readonly keys: string;
  readonly sealKey: string;
  readonly anchor: string;
  readonly erasures: string;
  readonly credentials: string;
}

/** Makes the folder, for its owner alone. */
export async function dataFolder(config: StandaloneConfig): Promise<DataFolder> {
  const root = resolve(config.BIHUAN_DATA_DIR);
  const keys = resolve(config.BIHUAN_KEY_DIR ?? join(root, 'keys'));
  await mkdir(root, { recursive: true, mode: 0o711 });
  await mkdir(keys, { recursive: true, mode: 0o700 });
  return {
    postgres: join(root, 'postgres'),
    logins: join(root, 'logins.json'),
    keys,
    sealKey: join(keys, 'seal-key.pem'),
    anchor: resolve(config.BIHUAN_ANCHOR_FILE ?? join(root, 'anchor.ndjson')),
    erasures: join(root, 'erasures.ndjson'),
    credentials: join(root, 'credentials.json'),
  };
}
