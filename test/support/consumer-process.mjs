// A consumer of notes for test/kafka/consumer-faults.spec.ts: numbers each note that was taken, one number to an event.
// Its file gets what was handled, after its effect; what it cannot handle ends in `poison` while it is told so.
import { appendFileSync } from 'node:fs';

const { brokers, topic, noticeTopic, appendUrl, workerUrl, name, file, build, isPoisoned } = JSON.parse(
  process.argv[2],
);
const { Database, DeadLetters, decideOn, Delivery, Ledger, reaction, StreamMemory, WorkerDatabase } =
  await import('../../dist/libs/event-store/src/index.js');
const { kafkaClient, KafkaSubscriptions } = await import('../../dist/libs/messaging/src/index.js');
const { Command } = await import('../../dist/libs/kernel/src/index.js');
const { z } = await import('zod');

const upcast = (_type, _version, data) => data;
// Without the key that the number has elsewhere: only the command's own id may keep it from being given twice.
const catalogue = {
  NoteNumbered: { owner: 'intake', schemaVersion: 1, schema: z.strictObject({ no: z.string() }) },
};
const fold = { initialState: { version: 0, touchedVersion: 0 }, evolve: {} };
const giveNumber = ({ data }) => [{ type: 'NoteNumbered', data }];
const ledger = new Ledger({ database: new Database(appendUrl, 4), catalogue, upcast, appendUrl });
const database = new WorkerDatabase(workerUrl, 4);
await ledger.measureClock();
const memory = new StreamMemory(ledger);

/** A reaction as services have them, on a stream of its own. */
const { commandFor } = reaction('notes.number', {
  on: ['NoteTaken'],
  supersededBy: 'nothing',
  command: ({ meta: { eventId } }, meta) => new Command({ no: eventId }, meta),
});

async function number(event) {
  const subject = {
    streamId: `note-${event.meta.eventId}`,
    service: 'intake',
    fold,
    reference: () => Promise.resolve({}),
    classify: () => 'INTERNAL',
    statusVersion: () => 0,
  };
  const command = commandFor(event, ledger.now());
  if (command) await decideOn({ ledger, memory }, subject, giveNumber, command);
}

async function handle(event) {
  if (isPoisoned && event.data.text?.endsWith('poison')) throw new RangeError('cannot be handled');
  await number(event);
  appendFileSync(file, `${event.streamId} ${event.meta.version} ${event.meta.eventId}\n`);
}

const watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: (_, error) => console.error(error),
  hindered: () => undefined,
};
const kafka = kafkaClient({ brokers, clientId: 'consumer' });
const handled = { react: handle, isConcerned: () => true };
const delivery = new Delivery(handled, new DeadLetters(name, { database, upcast, build }), watcher);
const parts = { kafka, database, watcher, upcast, topic, noticeTopic };
const subscription = new KafkaSubscriptions(parts).open(name, delivery);
subscription.start();
delivery.start();
process.once('SIGTERM', async () => {
  await subscription.stop();
  await delivery.stop();
  process.exit(0);
});
