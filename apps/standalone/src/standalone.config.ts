import { loadConfig } from '@bihuan/platform';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const schema = z.object({
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0: any free port, printed. */
  PORT: port.default(3000),
  /** Everything that must outlive the process: database, keys, anchor, credentials. */
  BIHUAN_DATA_DIR: z.string().min(1).default('./data'),
  /** Key files of tenants and of seals; default: `keys` in the data directory. */
  BIHUAN_KEY_DIR: z.string().min(1).optional(),
  /** Seals, outside the database; default: `anchor.ndjson` in the data directory. */
  BIHUAN_ANCHOR_FILE: z.string().min(1).optional(),
  /** This PostgreSQL (17 or newer) instead of the embedded one; the login needs CREATEROLE for the first migration. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  /** Tenant of the demonstration; `none` starts empty. */
  BIHUAN_DEMO_TENANT: z.enum(['zhanyi', 'none']).default('zhanyi'),
  /** Proxies whose X-Forwarded-For is believed, separated by commas. */
  BIHUAN_TRUST_PROXY: z.string().min(1).optional(),
  /** `1`: adds POST /v1/test/clock; only on a loopback HOST. */
  BIHUAN_TEST_CLOCK: z.literal('1').optional(),
});

export type StandaloneConfig = z.infer<typeof schema>;

/** @throws Error that names every setting that is unknown or cannot be used */
export function standaloneConfig(): StandaloneConfig {
  const config = loadConfig(schema, process.env);
  if (config.BIHUAN_TEST_CLOCK && !isLoopback(config.HOST)) {
    throw new Error('Configuration is not usable:\n  BIHUAN_TEST_CLOCK: only on a loopback HOST');
  }
  return config;
}
