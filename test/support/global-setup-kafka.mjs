// For the lanes that need Kafka: the product, the database of the other lanes, one broker for the whole run, and the
// means to start others.
import built from './global-setup-built.mjs';

export default async function setUp(...given) {
  await built(...given);
  const { prepareKafka } = await import('@bihuan/embedded-kafka');
  const { obtainKafka } = await import('./obtain-kafka.ts');
  const kafka = await unlessMissing('TEST_KAFKA_MISSING', obtainKafka);
  if (kafka !== undefined) process.env.TEST_KAFKA_BROKERS = kafka.brokers.join(',');
  globalThis.testKafka = kafka;
  await unlessMissing('TEST_OWN_KAFKA_MISSING', prepareKafka);
}

/** What cannot be had here is told to the specs: they are skipped, and in CI they fail (libs/testing, kafka-of-run.ts). */
async function unlessMissing(name, obtain) {
  try {
    return await obtain();
  } catch (error) {
    if (!['KafkaUnavailable', 'KafkaFault'].includes(error.name)) throw error;
    process.env[name] = error.message;
    process.stderr.write(
      `\nKAFKA IS MISSING, and its tests are ${process.env.CI ? 'failed' : 'skipped'}. ${error.message}\n\n`,
    );
    return undefined;
  }
}
