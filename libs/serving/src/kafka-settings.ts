import { z } from 'zod';

/** A broker, as this process reaches it. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** SCRAM-SHA-512; absent where the broker asks for none. */
  readonly sasl?: { readonly username: string; readonly password: string };
}

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

/** What was told of it. */
export type KafkaConfig = z.infer<z.ZodObject<typeof kafkaSettings>>;

/** The broker that a configuration names; undefined when it names none. */
export function kafkaOf(config: KafkaConfig): KafkaOptions | undefined {
  const { KAFKA_BROKERS: brokers, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  if (brokers === undefined) return undefined;
  return username === undefined || password === undefined ? { brokers } : { brokers, sasl: { username, password } };
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
