// For the lanes that need Kafka: the product, the database of the other lanes, one broker for the whole run, and the
// means to start others.
import built from './global-setup-built.mjs';

export default async function setUp(...given) {
  await built(...given);
  const { prepareKafka } = await import('@bihuan/embedded-kafka');
  const { obtainKafka } = await import('./obtain-kafka.ts');
  const { pythonWithKafka } = await import('./python-with-kafka.ts');
  const kafka = await unlessMissing('KAFKA', 'TEST_KAFKA_MISSING', obtainKafka);
  if (kafka !== undefined) process.env.TEST_KAFKA_BROKERS = kafka.brokers.join(',');
  globalThis.testKafka = kafka;
  await unlessMissing('KAFKA', 'TEST_OWN_KAFKA_MISSING', prepareKafka);
  await unlessMissing('PYTHON', 'TEST_PYTHON_MISSING', () => pythonWithKafka());
}

/** What cannot be had here is told to the specs: they are skipped, and in CI they fail (libs/testing, kafka-of-run.ts). */
async function unlessMissing(what, name, obtain) {
  try {
    return await obtain();
  } catch (error) {
    if (!['KafkaUnavailable', 'KafkaFault', 'PythonUnavailable'].includes(error.name)) throw error;
    process.env[name] = error.message;
    process.stderr.write(
      `\n${what} IS MISSING, and its tests are ${process.env.CI ? 'failed' : 'skipped'}. ${error.message}\n\n`,
    );
    return undefined;
  }
}
