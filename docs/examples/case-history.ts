// Prints the history of one case (CASE), or of all, as Kafka tells it; README.md beside this file has the rules.
// The file HISTORY stands for your database: an event and how far its case is are one write, there one transaction.
import { appendFileSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import kafkajs, { type KafkaMessage } from 'kafkajs';

const WENT_BACK = 'The ledger was taken back; what was read may never have happened. Read GET /v1/audit/feed anew';
const { KAFKA_BROKERS = '127.0.0.1:9092', KAFKA_TOPIC: topic = 'bihuan.case-events.v1', CASE, UNTIL_END } = process.env;
const { KAFKA_GROUP: groupId = 'case-history', KAFKA_USERNAME: username, KAFKA_PASSWORD: password = '' } = process.env;
const sasl = username === undefined ? {} : { sasl: { mechanism: 'scram-sha-512' as const, username, password } };
const kafka = new kafkajs.Kafka({ brokers: KAFKA_BROKERS.split(','), logLevel: kafkajs.logLevel.ERROR, ...sasl });
const [consumer, admin] = [kafka.consumer({ groupId, maxWaitTimeInMs: 500, heartbeatInterval: 500 }), kafka.admin()];
const file = openSync(process.env['HISTORY'] ?? 'history.txt', 'a+');
const kept = readFileSync(file, 'latin1');
let size = kept.lastIndexOf('\n') + 1; // Of whole lines.
const lines = [...kept.slice(0, size).matchAll(/^(\S+) (\d+) (\d+) /gm)];
const last = new Map(lines.map(([, id, , sequence]) => [id, Number(sequence)]));
let epoch = Number(lines.at(-1)?.[2] ?? 0); // 0: nothing was read yet.

function take({ headers: told = {}, value }: KafkaMessage): boolean {
  const [id, sequence, itsEpoch] = [String(told['ce_subject']), Number(told['ce_sequence']), Number(told['ce_epoch'])];
  epoch ||= itsEpoch;
  if (itsEpoch > epoch) return false; // The ledger was taken back.
  if (itsEpoch < epoch || !(sequence > (last.get(id) ?? 0))) return true; // Sent again.
  const line = `${[sequence, told['ce_type'], told['ce_time'], told['ce_id'], value].join(' ')}\n`;
  appendFileSync(file, `${id} ${epoch} ${line}`);
  size += Buffer.byteLength(`${id} ${epoch} ${line}`);
  last.set(id, sequence);
  if (CASE === undefined || CASE === id) process.stdout.write(line);
  return true;
}

async function endAtEnd(): Promise<void> {
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const reached = new Map(group?.partitions.map(({ partition, offset }) => [partition, offset]));
  const ends = await admin.fetchTopicOffsets(topic);
  if (ends.every(({ partition, high }) => high === '0' || high === reached.get(partition))) end(0);
}

function end(code: number, sentence = ''): void {
  process.stderr.write(sentence);
  process.exitCode = code;
  void Promise.all([consumer.disconnect(), admin.disconnect()]);
}

process.exitCode = 1; // Until it ends as it should.
await Promise.all([consumer.connect(), admin.connect()]);
await consumer.subscribe({ topic, fromBeginning: true });
if (UNTIL_END) consumer.on(consumer.events.HEARTBEAT, () => void endAtEnd().catch(() => undefined)); // Or next time.
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch, ...place }) => {
    ftruncateSync(file, size); // A crash or a full disk may have left half a line: that event comes again.
    const newer = batch.messages.find((message) => !take(message));
    if (newer) return end(1, `${WENT_BACK} (ce_epoch ${String(newer.headers?.['ce_epoch'])}, before ${epoch}).\n`);
    fsyncSync(file);
    place.resolveOffset(batch.lastOffset());
    await place.commitOffsetsIfNecessary(place.uncommittedOffsets()); // Last: what is committed is not sent again.
  },
});
process.once('SIGTERM', () => end(0));
