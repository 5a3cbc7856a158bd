import { loadConfig } from '@bihuan/platform';
import { path, postgresUrl, serviceSettings, wholePrincipal } from '@bihuan/serving';
import { z } from 'zod';

/** What this service is told by its environment. */
export const intakeSettings = z
  .object({
    ...serviceSettings,
    /** Login of the vault, which opens texts, identity and files, keeps uploads and erases. */
    VAULT_DATABASE_URL: postgresUrl,
    /** Erasures, outside the database; every start replays the file. */
    BIHUAN_ERASURE_FILE: path,
  })
  .superRefine(wholePrincipal);

/** @throws Error that names every setting that is unknown or cannot be used */
export const intakeConfig = (): z.infer<typeof intakeSettings> => loadConfig(intakeSettings, process.env);
