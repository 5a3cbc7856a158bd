import { loadConfig } from '@bihuan/platform';
import { kafkaSettings, listenSettings, path, postgresUrl, replicationSettings, trustProxy } from '@bihuan/serving';
import { z } from 'zod';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** What the one process is told by its environment. */
export const standaloneSettings = z.object({
  ...listenSettings,
  ...kafkaSettings,
  ...replicationSettings,
  /** Everything that must outlive the process: database, keys, anchor, credentials. */
  BIHUAN_DATA_DIR: path.default('./data'),
  /** Key files of tenants and of seals; default: `keys` in the data directory. */
  BIHUAN_KEY_DIR: path.optional(),
  /** Seals, outside the database; default: `anchor.ndjson` in the data directory. */
  BIHUAN_ANCHOR_FILE: path.optional(),
  /** This PostgreSQL (17 or newer) instead of the embedded one; the login needs CREATEROLE for the first migration. */
  DATABASE_URL: postgresUrl.optional(),
  /** Tenant of the demonstration; `none` starts empty. */
  BIHUAN_DEMO_TENANT: z.enum(['zhanyi', 'none']).default('zhanyi'),
  BIHUAN_TRUST_PROXY: trustProxy,
  /** `1`: adds POST /v1/test/clock; only on a loopback HOST. */
  BIHUAN_TEST_CLOCK: z.literal('1').optional(),
});

export type StandaloneConfig = z.infer<typeof standaloneSettings>;

/** @throws Error that names every setting that is unknown or cannot be used */
export function standaloneConfig(): StandaloneConfig {
  const config = loadConfig(standaloneSettings, process.env);
  if (config.BIHUAN_TEST_CLOCK && !isLoopback(config.HOST)) {
    throw new Error('Configuration is not usable:\n  BIHUAN_TEST_CLOCK: only on a loopback HOST');
  }
  if (config.BIHUAN_TEST_CLOCK && config.KAFKA_BROKERS) {
    throw new Error('Configuration is not usable:\n  BIHUAN_TEST_CLOCK: never with KAFKA_BROKERS');
  }
  return config;
}
