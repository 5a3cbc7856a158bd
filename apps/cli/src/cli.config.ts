import { loadConfig } from '@bihuan/platform';
import { z } from 'zod';

// Those of the apps it looks after stand in the same environment; it reads only what it needs.
/** What the command line is told by its environment. */
export const cliSettings = z.object({
  BIHUAN_DATA_DIR: z.string().min(1).default('./data'),
  BIHUAN_ANCHOR_FILE: z.string().min(1).optional(),
  BIHUAN_KEY_DIR: z.string().min(1).optional(),
  BIHUAN_ERASURE_FILE: z.string().optional(),
  BIHUAN_DEMO_TENANT: z.string().optional(),
  BIHUAN_TRUST_PROXY: z.string().optional(),
  BIHUAN_TEST_CLOCK: z.string().optional(),
  /** Instead of the embedded PostgreSQL of the data directory. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
});

export type CliConfig = z.infer<typeof cliSettings>;

/** @throws Error that names every setting that is unknown or cannot be used */
export const cliConfig = (): CliConfig => loadConfig(cliSettings, process.env);
