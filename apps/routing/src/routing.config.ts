import { loadConfig } from '@bihuan/platform';
import { serviceSettings, wholePrincipal } from '@bihuan/serving';
import { z } from 'zod';

/** What this service is told by its environment. */
export const routingSettings = z.object({ ...serviceSettings }).superRefine(wholePrincipal);

/** @throws Error that names every setting that is unknown or cannot be used */
export const routingConfig = (): z.infer<typeof routingSettings> => loadConfig(routingSettings, process.env);
