// A consumer of notes for test/kafka/consumer-faults.spec.ts: numbers each note that was taken, one number to an event.
// Its file gets what was handled, after its effect; what it cannot handle ends in `poison` while it is told so.
import { appendFileSync } from 'node:fs';

const { brokers, topic, noticeTopic, appendUrl, workerUrl, name, file, build, isPoisoned } = JSON.parse(
  process.argv[2],
);
const { Database, DeadLetters, Delivery, Ledger, WorkerDatabase } =
  await import('../../dist/libs/event-store/src/index.js');
const { kafkaClient, KafkaSubscriptions } = await import('../../dist/libs/messaging/src/index.js');
const { newId } = await import('../../dist/libs/kernel/src/index.js');
const { z } = await import('zod');

const upcast = (_type, _version, data) => data;
const catalogue = {
  NoteNumbered: {
    owner: 'intake',
    schemaVersion: 1,
    schema: z.strictObject({ no: z.string() }),
    keys: ({ no }) => [`note-no:${no}`],
  },
};
const ledger = new Ledger({ database: new Database(appendUrl, 4), catalogue, upcast, appendUrl });
const database = new WorkerDatabase(workerUrl, 4);
await ledger.measureClock();

/** An effect that must not happen twice: the key of its event says whether it has. */
async function number({ tenantId, meta: { eventId } }) {
  const recordedAt = ledger.now();
  const actor = { kind: 'SYSTEM', ref: 'notes.number', role: 'SYSTEM' };
  const meta = { tenantId, actor, at: recordedAt, correlationId: 'c'.repeat(32), commandId: newId() };
  const fact = { type: 'NoteNumbered', data: { no: eventId }, classification: 'INTERNAL' };
  const head = { version: 0, hash: '0'.repeat(64) };
  const parts = [{ streamId: `note-${newId()}`, head, facts: [fact] }];
  try {
    await ledger.append({ service: 'intake', parts, recordedAt, meta, sealed: [], keys: [] });
  } catch (error) {
    if (error.name !== 'KeyTaken') throw error;
  }
}

async function handle(event) {
  if (isPoisoned && event.data.text?.endsWith('poison')) throw new RangeError('cannot be handled');
  if (event.type === 'NoteTaken') await number(event);
  appendFileSync(file, `${event.streamId} ${event.meta.version} ${event.meta.eventId}\n`);
}

const watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: (_, error) => console.error(error),
};
const kafka = kafkaClient({ brokers, clientId: 'consumer' });
const delivery = new Delivery(handle, new DeadLetters(name, { database, upcast, build }), watcher);
const parts = { kafka, database, watcher, upcast, topic, noticeTopic };
const subscription = new KafkaSubscriptions(parts).open(name, delivery);
subscription.start();
delivery.start();
process.once('SIGTERM', async () => {
  await subscription.stop();
  await delivery.stop();
  process.exit(0);
});
