import { KafkaFault, startKafka } from '@bihuan/embedded-kafka';
import { hasDockerEngine, kafkaInDocker } from './kafka-in-docker.js';

/** A broker for tests. */
export interface ObtainedKafka {
  readonly brokers: readonly string[];
  readonly from: 'KAFKA_BROKERS' | 'docker' | 'jars';
  /** Ends it; one that was given stays as it is. */
  stop(): Promise<void>;
}

/** No broker can be had on this machine; the message is a sentence that says what to do. */
export class KafkaUnavailable extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = KafkaUnavailable.name;
  }
}

/**
 * Where tests get a broker: KAFKA_BROKERS, else a Docker engine by testcontainers, else the jars of Maven.
 * @throws KafkaUnavailable when none of the three can be had.
 */
export async function obtainKafka(docker = 'docker'): Promise<ObtainedKafka> {
  const given = process.env['KAFKA_BROKERS'] ?? '';
  if (given !== '') return { brokers: given.split(','), from: 'KAFKA_BROKERS', stop: () => Promise.resolve() };
  const inDocker = (await hasDockerEngine(docker)) ? await kafkaInDocker() : undefined;
  if (inDocker !== undefined) return { ...inDocker, from: 'docker' };
  try {
    return { ...(await startKafka()), from: 'jars' };
  } catch (error) {
    if (!(error instanceof KafkaFault)) throw error;
    const ways = 'set KAFKA_BROKERS, start a Docker engine, or mend what stands in the way of our own';
    throw new KafkaUnavailable(`There is no Kafka for tests: ${ways}. ${error.message}`, { cause: error });
  }
}
