import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const KAFKA = join(import.meta.dirname, '../../dist/libs/embedded-kafka/src/index.js');

/** The brokers that `KAFKA_BROKERS` names, else one of the cluster's own, which keeps its data in a folder. */
export async function startBroker({ dir }) {
  const named = process.env.KAFKA_BROKERS;
  if (named !== undefined) return { brokers: named.split(','), nodes: [], stop: async () => undefined };
  const { startKafka } = await import(pathToFileURL(KAFKA).href);
  return startKafka({ dir });
}
