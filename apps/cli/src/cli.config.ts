import { loadConfig } from '@bihuan/platform';
import { z } from 'zod';

// Those of the apps it looks after stand in the same environment; it reads only what it needs.
const schema = z.object({
  BIHUAN_DATA_DIR: z.string().min(1).default('./data'),
  BIHUAN_ANCHOR_FILE: z.string().min(1).optional(),
  BIHUAN_KEY_DIR: z.string().optional(),
  BIHUAN_DEMO_TENANT: z.string().optional(),
  BIHUAN_TRUST_PROXY: z.string().optional(),
  BIHUAN_TEST_CLOCK: z.string().optional(),
  /** Instead of the embedded PostgreSQL of the data directory. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
});

export type CliConfig = z.infer<typeof schema>;

/** @throws Error that names every setting that is unknown or cannot be used */
export const cliConfig = (): CliConfig => loadConfig(schema, process.env);
