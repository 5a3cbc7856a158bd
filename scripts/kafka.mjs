// `npm run kafka`: an Apache Kafka for development on this machine, in the foreground.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
// From its sources: a broker must not wait until the product compiles.
import '../test/support/ts-hooks.mjs';

const { startKafka } = await import('@bihuan/embedded-kafka');

const told = (message) => Object.assign(new Error(message), { name: 'KafkaFault' });

function asked() {
  const options = { nodes: { type: 'string', default: '1' }, dir: { type: 'string', default: './data/kafka' } };
  try {
    const { nodes, dir } = parseArgs({ options }).values;
    if (nodes === '1' || nodes === '3') return { nodes: Number(nodes), dir };
    throw told('--nodes takes 1 or 3.');
  } catch (error) {
    throw told(`${error.message}\nnpm run kafka -- [--nodes 1|3] [--dir ./data/kafka]`);
  }
}

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Answers the signal that ends it; none when a broker has ended by itself. */
async function whileAllRun(nodes) {
  let signal;
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => (signal = name));
  while (signal === undefined && nodes.every(({ pid }) => isAlive(pid))) await pause(100);
  return signal;
}

try {
  const { nodes, dir } = asked();
  console.log('starting Apache Kafka; the first time it is fetched, which takes a minute …');
  const kafka = await startKafka({ nodes, dir });
  const brokers = kafka.brokers.join();
  console.log(`
Apache Kafka is ready. It keeps its data and its ports in ${dir}; Ctrl-C ends it.

  brokers   ${brokers}
  tests     KAFKA_BROKERS=${brokers} npm test
`);
  const signal = await whileAllRun(kafka.nodes);
  await kafka.stop();
  if (signal === undefined) throw told(`A broker has ended by itself: ${dir}/node-*/broker.log says why.`);
} catch (error) {
  console.error(error.name === 'KafkaFault' ? error.message : error.stack);
  process.exitCode = 1;
}
