import { loadConfig } from '@bihuan/platform';
import { apartSettings, kafkaSettings, postgresUrl, replicationSettings, wholePrincipal } from '@bihuan/serving';
import { z } from 'zod';

/** What the relay is told by its environment. */
export const relaySettings = z
  .object({
    ...apartSettings,
    ...replicationSettings,
    /** Its login: it reads all tenants and answers no caller. */
    DATABASE_URL: postgresUrl,
    /** Without brokers it has nothing to do. */
    KAFKA_BROKERS: kafkaSettings.KAFKA_BROKERS.unwrap(),
  })
  .superRefine(wholePrincipal);

/** @throws Error that names every setting that is unknown or cannot be used */
export const relayConfig = (): z.infer<typeof relaySettings> => loadConfig(relaySettings, process.env);
