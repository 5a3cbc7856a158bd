// A process of writers for test/kafka/writers.spec.ts: URL, writers, seconds, events of a
// stream before the next one begins, and the file that gets what was acknowledged.
import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const [url, writers, seconds, eventsAStream, file] = process.argv.slice(2);
const { Database, Ledger } = await import('../../dist/libs/event-store/src/index.js');
const { newId } = await import('../../dist/libs/kernel/src/index.js');

/** Between two appends of a writer: what the relay can follow is compared, not how fast it is. */
const PAUSE_MS = 20;
const schema = z.strictObject({ text: z.string() });
const database = new Database(url, 4);
const ledger = new Ledger({
  database,
  catalogue: { NoteTaken: { owner: 'intake', schemaVersion: 1, schema } },
  upcast: (_type, _version, data) => data,
  appendUrl: url,
});
await ledger.measureClock();

const told = createWriteStream(file);
const until = performance.now() + Number(seconds) * 1_000;

async function append(streamId, head) {
  const recordedAt = ledger.now();
  const meta = {
    tenantId: 'zhanyi',
    actor: { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' },
    at: recordedAt,
    correlationId: 'c'.repeat(32),
    commandId: newId(),
  };
  const fact = { type: 'NoteTaken', data: { text: 'x' }, classification: 'INTERNAL' };
  const [event] = await ledger.append({
    service: 'intake',
    parts: [{ streamId, head, facts: [fact] }],
    recordedAt,
    meta,
    sealed: [],
    keys: [],
  });
  told.write(`${streamId} ${event.meta.version} ${event.meta.eventId}\n`);
  return { version: event.meta.version, hash: event.hash };
}

async function write() {
  while (performance.now() < until) {
    const streamId = `note-${newId()}`;
    try {
      let head = { version: 0, hash: '0'.repeat(64) };
      for (let count = 0; count < Number(eventsAStream) && performance.now() < until; count += 1) {
        head = await append(streamId, head);
        await pause(PAUSE_MS);
      }
    } catch {
      // Whoever fails begins anew: what was acknowledged before stays so.
      await pause(50);
    }
  }
}

await Promise.all(Array.from({ length: Number(writers) }, write));
await ledger.close();
await database.close();
await new Promise((resolve) => told.end(resolve));
