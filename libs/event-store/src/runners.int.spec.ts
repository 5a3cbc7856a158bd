import type { DomainEvent, Fold, StateProjection, StreamState } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken, type Process } from '@bihuan/testing';
import { CommandBus } from '@nestjs/cqrs';
import { projectionTableSql } from './projection-table.js';
import { Runners } from './runners.js';
import { LedgerSubscriptions } from './tail-subscription.js';

interface NoteState extends StreamState {
  readonly text: string;
}
const noteFold: Fold<NoteState, DomainEvent<'NoteTaken', { text: string }>> = {
  initialState: { version: 0, touchedVersion: 0, text: '' },
  evolve: { NoteTaken: (state, { data }) => ({ ...state, text: data.text }) },
};
const texts: StateProjection<NoteState, { readonly text: string }> = {
  table: 'notes.text',
  version: 1,
  key: 'text',
  columns: { text: 'text' },
  rows: ({ text }) => [{ text }],
};
const tableOfTexts = projectionTableSql({
  table: 'notes.text',
  key: 'text',
  columns: ['text text not null'],
  indexes: ['text'],
});

let notes: LedgerUnderTest;
const started: Runners[] = [];
beforeAll(async () => {
  notes = await ledgerUnderTest();
  await notes.admin(`set role bihuan_owner; ${tableOfTexts}; reset role`);
});
afterAll(async () => {
  await Promise.all(started.map((runners) => runners.onModuleDestroy()));
  await notes.stop();
});

const watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: () => undefined,
};
const running = async ({ feed, worker: database, ledger }: Process): Promise<Runners> => {
  // No reaction is added: nothing is ever asked of the bus.
  const commands = Object.create(CommandBus.prototype) as CommandBus;
  const runners = new Runners({
    feed,
    database,
    ledger,
    commands,
    watcher,
    upcast: (_, __, data) => data,
    subscriptions: new LedgerSubscriptions({ feed, database, watcher }),
    build: 'test',
  });
  runners.addProjection('note', noteFold, texts);
  started.push(runners);
  await runners.onApplicationBootstrap();
  return runners;
};

async function reading(runners: Runners, position: number): Promise<number> {
  const lastTry = performance.now() + 5_000;
  for (;;) {
    const reached = await runners.position('notes.text');
    if (reached >= position) return reached;
    if (performance.now() > lastTry) throw new Error(`it was asked for ${position} and is at ${reached}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('two processes on one database', () => {
  it('both tell how far a table has been read, though only one of them keeps it', async () => {
    const [first, second] = [await running(notes), await running(await notes.process())];
    const positions: number[] = [];
    for (const text of ['one', 'two', 'three']) {
      const [event] = await notes.append(newNote(), [noteTaken(text)]);
      positions.push(Number(event?.meta.position));
      await Promise.all([reading(first, Number(event?.meta.position)), reading(second, Number(event?.meta.position))]);
    }
    expect([await first.position('notes.text'), await second.position('notes.text')]).toEqual([
      positions.at(-1),
      positions.at(-1),
    ]);
  });

  it('tell 0 of a table that none of them keeps', async () => {
    expect(await (await running(await notes.process())).position('notes.nothing')).toBe(0);
  });
});
