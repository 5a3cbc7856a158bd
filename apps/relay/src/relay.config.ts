import { loadConfig } from '@bihuan/platform';
import { apartSettings, postgresUrl, replicationSettings, wholePrincipal } from '@bihuan/serving';
import { z } from 'zod';

/** What the relay is told by its environment. */
export const relaySettings = z
  .object({
    ...apartSettings,
    ...replicationSettings,
    /** Its login: it reads all tenants and answers no caller. */
    DATABASE_URL: postgresUrl,
  })
  .superRefine(wholePrincipal);

type RelayConfig = z.infer<typeof relaySettings> & { readonly KAFKA_BROKERS: string[] };

/** @throws Error that names every setting that is unknown or cannot be used, or that no broker was named */
export function relayConfig(): RelayConfig {
  const { KAFKA_BROKERS: brokers, ...config } = loadConfig(relaySettings, process.env);
  if (!brokers) throw new Error('Configuration is not usable:\n  KAFKA_BROKERS: name at least one broker');
  return { ...config, KAFKA_BROKERS: brokers };
}
