import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Apache Kafka 4.0, in the newest image line that testcontainers knows how to start. */
const IMAGE = 'confluentinc/cp-kafka:8.0.0';

const CLIENT_PORT = 9093;

/** As our own brokers are set up, where the image differs. */
const SETTINGS = {
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: '1',
};

type InDocker = { readonly brokers: readonly string[]; readonly stop: () => Promise<void> };

/** Does an engine answer? A client may be installed where none runs: then it fails, or says nothing of a server. */
export async function hasDockerEngine(docker = 'docker'): Promise<boolean> {
  try {
    const { stdout } = await run(docker, ['info'], { timeout: 10_000 });
    return /^\s*Server Version:/m.test(stdout);
  } catch {
    return false;
  }
}

/** One broker in a container; undefined when the engine cannot start it, because it does not reach the image perhaps. */
export async function kafkaInDocker(): Promise<InDocker | undefined> {
  // Loaded only where an engine runs: it takes a second.
  const { KafkaContainer } = await import('@testcontainers/kafka');
  try {
    const container = await new KafkaContainer(IMAGE).withEnvironment(SETTINGS).start();
    const brokers = [`${container.getHost()}:${container.getMappedPort(CLIENT_PORT)}`];
    return { brokers, stop: async () => void (await container.stop()) };
  } catch (error) {
    process.stderr.write(`Docker starts no ${IMAGE}: ${String(error)}\n`);
    return undefined;
  }
}
