import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Feed } from '@bihuan/event-store';
import { ensureTopics, kafkaClient, ledgerMessages, Relay } from '@bihuan/messaging';
import { describeKafka, eventually, kafkaOfRun, ledgerUnderTest, uniqueName } from '@bihuan/testing';
import { FaultTable, nothingLost } from '../support/fault-table.js';
import { namedLines } from '../support/named-lines.js';
import { countsOf, readTopic } from '../support/topic-counts.js';

const PROCESSES = 4;
const WRITERS_EACH = 8;
const SECONDS = 60;
const table = new FaultTable('32 writers in 4 processes for 60 s');
const watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: () => undefined,
};

describeKafka('a consumer of what 32 writers in four processes append', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-writers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has every event once, and each stream in the order of the ledger', async () => {
    const notes = await ledgerUnderTest();
    const kafka = kafkaClient({ brokers: kafkaOfRun().brokers, clientId: 'spec' });
    const topic = uniqueName('events');
    await ensureTopics(kafka, [{ topic, partitions: 24 }]);
    const feed = new Feed(notes.worker, (_, __, data) => data);
    await feed.listen();
    const relay = new Relay(
      { name: 'notes', translation: () => ledgerMessages(() => topic) },
      { kafka, watcher, feed, database: notes.worker, cluster: () => Promise.resolve('one') },
    );
    relay.start();
    const files = Array.from({ length: PROCESSES }, (_, index) => join(folder, `${index}`));
    const url = notes.urlOf('bihuan_standalone');
    const ended = files.map(async (file) => {
      const args = ['test/support/writer-process.mjs', url, String(WRITERS_EACH), String(SECONDS), file];
      const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number];
      return code;
    });
    expect(await Promise.all(ended)).toEqual([0, 0, 0, 0]);
    const [head] = await notes.admin('select max(position) from ledger.events');
    await eventually(
      () => relay.progress,
      ({ position }) => position >= Number(head?.[0]),
    );
    const rows = await notes.admin('select stream_id, version, event_id from ledger.events order by position');
    const ledger = rows.map(([streamId, version, eventId]) => ({
      streamId: String(streamId),
      version: Number(version),
      eventId: String(eventId),
    }));
    const counts = countsOf(await readTopic(kafka, topic), ledger, files.flatMap(namedLines));
    const shown = table.add('none', { ...counts, doubled: counts.delivered - ledger.length });
    await relay.stop();
    await feed.close();
    await notes.stop();
    expect(shown).toMatchObject({ ...nothingLost, repeated: 0, delivered: ledger.length });
    expect(shown.acknowledged).toBeGreaterThan(10_000);
  }, 240_000);
});
