import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Relay } from '@bihuan/messaging';
import {
  describeKafka,
  eventually,
  kafkaOfRun,
  ledgerUnderTest,
  type LedgerUnderTest,
  newNote,
  noteTaken,
  reaches,
  uniqueName,
} from '@bihuan/testing';
import { FaultTable, nothingLost } from '../support/fault-table.js';
import { namedLines } from '../support/named-lines.js';
import { NoteWriters } from '../support/note-writers.js';
import { relayNotes } from '../support/relayed-notes.js';
import { countsOf, ledgerAfter, type Named } from '../support/topic-counts.js';

const KILLS = 3;
/** A group waits 10 s for a member that was killed, and 15 s for all to join anew; the machine may be busy. */
const REJOIN_MS = 45_000;
/** Between two events of a writer: what consumers do about faults is counted, not how fast they are. */
const PAUSE_MS = 50;
const POISONED = 10;
const table = new FaultTable('Faults of a consumer, a ledger with eight writers');

let notes: LedgerUnderTest;
let relay: Relay;
let folder = '';
let topic = '';
let noticeTopic = '';
const running = new Set<ChildProcess>();

/** Consumers of one group, each a process that can be killed, and what they have handled, in their order. */
class Consumers {
  private readonly name = `notes.${uniqueName('numbers')}`;
  private readonly file = join(folder, this.name);

  start(told: { build?: string; isPoisoned?: boolean } = {}): ChildProcess {
    const how = {
      brokers: kafkaOfRun().brokers,
      topic,
      noticeTopic,
      name: this.name,
      file: this.file,
      appendUrl: notes.urlOf('bihuan_standalone'),
      workerUrl: notes.urlOf('bihuan_worker'),
      build: 'first',
      ...told,
    };
    const child = spawn(process.execPath, ['test/support/consumer-process.mjs', JSON.stringify(how)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    return child;
  }

  get handled(): readonly Named[] {
    return namedLines(this.file);
  }

  async openLetters(): Promise<number> {
    const [row] = await notes.admin(
      'select count(*)::int from notes.dead_letter where subscription = $1 and closed_at is null',
      [this.name],
    );
    return Number(row?.[0]);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  running.delete(child);
}

/** Waits until the consumers have every note that was taken, but so many, and the number that each was given. */
async function handledAll(consumers: Consumers, but = 0): Promise<void> {
  const [taken] = await notes.admin(`select count(*) from ledger.events where type = 'NoteTaken'`);
  const names = () => new Set(consumers.handled.map(({ eventId }) => eventId));
  await reaches(() => names().size, 2 * (Number(taken?.[0]) - but), REJOIN_MS);
}

/** Once the consumers have everything: the five counts, and commands that added a number twice. */
async function counted(fault: string, consumers: Consumers, acknowledged: readonly Named[]) {
  await handledAll(consumers);
  const counts = countsOf(consumers.handled, await ledgerAfter(notes), acknowledged);
  const [twice] = await notes.admin(
    `select count(*) - count(distinct command_id) from ledger.events where type = 'NoteNumbered'`,
  );
  return table.add(fault, { ...counts, doubled: Number(twice?.[0]) });
}

describeKafka('a consumer', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bihuan-consumers-'));
    notes = await ledgerUnderTest();
    ({ relay, topic, noticeTopic } = await relayNotes(notes, 6));
  });
  afterEach(async () => {
    await Promise.all([...running].map((child) => end(child, 'SIGTERM')));
    await relay.stop();
    await notes.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'killed between handling and saving its place repeats, skips nothing, and no effect is doubled',
    async () => {
      const consumers = new Consumers();
      const load = new NoteWriters(notes, 8, PAUSE_MS);
      let child = consumers.start();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = consumers.handled.length;
        // In the middle of its work: it saves its places once a second, and has handled more since.
        await eventually(
          () => consumers.handled.length,
          (count) => count > before + 100,
          REJOIN_MS,
        );
        await end(child, 'SIGKILL');
        child = consumers.start();
      }
      const acknowledged = await load.end();
      const row = await counted('kill -9 of a consumer between handle and commit', consumers, acknowledged);
      expect(row).toMatchObject(nothingLost);
      expect(row.repeated).toBeGreaterThan(0);
    },
    KILLS * REJOIN_MS + 60_000,
  );

  it('sets a poison event aside with its stream, goes on with all others, and loses none of them', async () => {
    const consumers = new Consumers();
    const load = new NoteWriters(notes, 8, PAUSE_MS);
    const poisoned = consumers.start({ isPoisoned: true });
    const waiting: Named[] = [];
    for (let count = 0; count < POISONED; count += 1) {
      const facts = ['before', 'poison', 'behind'].map((text) => noteTaken(text));
      const events = await notes.append(newNote(), facts);
      waiting.push(...events.map(({ streamId, meta: { version, eventId } }) => ({ streamId, version, eventId })));
    }
    await eventually(
      () => consumers.openLetters(),
      (open) => open === POISONED,
    );
    const acknowledged = [...(await load.end()), ...waiting];
    const behind = new Set(waiting.filter(({ version }) => version > 1).map(({ eventId }) => eventId));
    await handledAll(consumers, behind.size);
    expect(consumers.handled.filter(({ eventId }) => behind.has(eventId))).toEqual([]);
    await end(poisoned, 'SIGTERM');
    consumers.start({ build: 'mended' });
    const row = await counted('poison events, then a mended consumer', consumers, acknowledged);
    expect([row, await consumers.openLetters()]).toEqual([expect.objectContaining(nothingLost), 0]);
  });
});
