import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeKafka, ledgerUnderTest, reaches } from '@bihuan/testing';
import { FaultTable, nothingLost } from '../support/fault-table.js';
import { namedLines } from '../support/named-lines.js';
import { EVENTS_A_STREAM } from '../support/note-writers.js';
import { relayNotes } from '../support/relayed-notes.js';
import { countsOf, ledgerAfter, readTopic } from '../support/topic-counts.js';

const PROCESSES = 4;
const WRITERS_EACH = 8;
const SECONDS = 60;
const table = new FaultTable('32 writers in 4 processes for 60 s');

describeKafka('a consumer of what 32 writers in four processes append', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-writers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const opened: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  });

  it('has every event once, and each stream in the order of the ledger', async () => {
    const notes = await ledgerUnderTest();
    opened.push(() => notes.stop());
    const { kafka, topic, relay } = await relayNotes(notes, 24);
    opened.push(() => relay.stop());
    const files = Array.from({ length: PROCESSES }, (_, index) => join(folder, `${index}`));
    const url = notes.urlOf('bihuan_standalone');
    const ended = files.map(async (file) => {
      const numbers = [WRITERS_EACH, SECONDS, EVENTS_A_STREAM].map(String);
      const args = ['test/support/writer-process.mjs', url, ...numbers, file];
      const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number];
      return code;
    });
    expect(await Promise.all(ended)).toEqual([0, 0, 0, 0]);
    const [head] = await notes.admin('select max(position) from ledger.events');
    await reaches(() => relay.progress.position, Number(head?.[0]));
    const ledger = await ledgerAfter(notes);
    const counts = countsOf(await readTopic(kafka, topic), ledger, files.flatMap(namedLines));
    const shown = table.add('none', { ...counts, doubled: counts.delivered - ledger.length });
    expect(shown).toMatchObject({ ...nothingLost, repeated: 0, delivered: ledger.length });
    expect(shown.acknowledged).toBeGreaterThan(10_000);
  }, 240_000);
});
