import type { KafkaOptions, Replication } from '@bihuan/messaging';
import { z } from 'zod';

const address = /^(?:\[[\da-fA-F:]+\]|[^\s,:]+):\d{1,5}$/;

/** Variables that name the broker; all of them may be absent. */
export const kafkaSettings = {
  /** Brokers, `host:port` separated by commas; without them reactions hear of events from the ledger itself. */
  KAFKA_BROKERS: z
    .string()
    .transform((told) => told.split(','))
    .pipe(z.array(z.string().regex(address, 'must be host:port, separated by commas')))
    .optional(),
  /** Principal of the service, where the broker asks for one. */
  KAFKA_SASL_USERNAME: z.string().min(1).optional(),
  /** Its password. */
  KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
};

/** The variable of whoever makes the topics. */
export const replicationSettings = {
  /** Copies of each topic, and brokers that are waited for to make it; else as many as KAFKA_BROKERS names, 3 at most. */
  KAFKA_REPLICATION: z.coerce.number().int().min(1).max(9).optional(),
};

const MOST_UNTOLD = 3;

/**
 * On how many brokers topics lie. Untold: on at least as many as were named, for one that is away at the first start
 * must not cost a copy for ever; and on more where more are there.
 */
export function replicationOf(config: {
  KAFKA_BROKERS: string[];
  KAFKA_REPLICATION?: number | undefined;
}): Replication {
  const { KAFKA_BROKERS: named, KAFKA_REPLICATION: told } = config;
  if (told !== undefined) return { least: told, most: told };
  return { least: Math.min(named.length, MOST_UNTOLD), most: MOST_UNTOLD };
}

/** What was told of it. */
export type KafkaConfig = z.infer<z.ZodObject<typeof kafkaSettings>>;

/** The broker that a configuration names, as the process of this name reaches it; undefined when it names none. */
export function kafkaOf(config: KafkaConfig & { KAFKA_BROKERS: string[] }, clientId: string): KafkaOptions;
export function kafkaOf(config: KafkaConfig, clientId: string): KafkaOptions | undefined;
export function kafkaOf(config: KafkaConfig, clientId: string): KafkaOptions | undefined {
  const { KAFKA_BROKERS: brokers, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  if (brokers === undefined) return undefined;
  const told = { brokers, clientId };
  return username === undefined || password === undefined ? told : { ...told, sasl: { username, password } };
}

/** Refines a schema of these: a principal has a name, a password and a broker to show them to, or there is none. */
export function wholePrincipal(config: KafkaConfig, context: z.RefinementCtx): void {
  const { KAFKA_BROKERS: brokers, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  const isNone = username === undefined && password === undefined;
  const isWhole = brokers !== undefined && username !== undefined && password !== undefined;
  if (isNone || isWhole) return;
  const message = 'KAFKA_BROKERS, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go together';
  context.addIssue({ code: 'custom', path: ['KAFKA_SASL_USERNAME'], message });
}
