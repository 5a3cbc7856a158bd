import { loadConfig } from '@bihuan/platform';
import { serviceSettings, wholePrincipal } from '@bihuan/serving';
import { z } from 'zod';

/** What this service is told by its environment. */
export const supervisionSettings = z.object({ ...serviceSettings }).superRefine(wholePrincipal);

/** @throws Error that names every setting that is unknown or cannot be used */
export const supervisionConfig = (): z.infer<typeof supervisionSettings> =>
  loadConfig(supervisionSettings, process.env);
