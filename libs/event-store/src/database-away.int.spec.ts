import type { DomainEvent, Fold, StreamState } from '@bihuan/kernel';
import { CuttingProxy, ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken, type Process } from '@bihuan/testing';
import { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import { ProjectionRunner } from './projection-runner.js';
import { projectionTableSql } from './projection-table.js';
import { Delivery } from './delivery.js';
import { DeadLetters } from './dead-letters.js';
import type { RecordedEvent } from './recorded-event.js';
import { TailSubscription } from './tail-subscription.js';

type Taken = DomainEvent<'NoteTaken', { text: string }>;
interface Text extends StreamState {
  readonly text: string;
}
const texts: Fold<Text, Taken> = {
  initialState: { version: 0, touchedVersion: 0, text: '' },
  evolve: { NoteTaken: (state, { data }) => ({ ...state, text: data.text }) },
};
const plan = {
  streamType: 'note',
  fold: texts,
  projection: {
    table: 'notes.text',
    version: 1,
    key: 'text',
    columns: { text: 'text' },
    rows: ({ text }: Text) => [{ text }],
  },
} as const;
const upcast = (_: string, __: number, data: unknown) => data;

let notes: LedgerUnderTest;
let proxy: CuttingProxy;
let behind: Process;
const handled: string[] = [];
const troubles: unknown[] = [];
const watcher = {
  failed: (_: string, __: unknown, error: unknown) => void troubles.push(error),
  waiting: (_: string, __: RecordedEvent, code: string) => void troubles.push(code),
  parked: (_: string, event: RecordedEvent) => void troubles.push(event.type),
  stopped: (_: string, error: unknown) => void troubles.push(error),
};
const react = ({ data }: RecordedEvent) => {
  handled.push((data as { text: string }).text);
  return Promise.resolve();
};
const subscribed = (name: string, parts: { feed: Feed; database: WorkerDatabase }) => {
  const letters = new DeadLetters(name, { database: parts.database, upcast, build: 'test' });
  return new TailSubscription(name, new Delivery({ react, isConcerned: () => true }, letters, watcher), {
    ...parts,
    watcher,
  });
};

beforeAll(async () => {
  notes = await ledgerUnderTest();
  await notes.admin(
    `set role bihuan_owner; ${projectionTableSql({ table: 'notes.text', key: 'text', columns: ['text text not null'], indexes: [] })}`,
  );
  await notes.admin('reset role');
  proxy = new CuttingProxy(new URL(notes.urlOf('bihuan_worker')));
  behind = await notes.process({ workerUrl: await proxy.listen() });
});
afterAll(async () => {
  await notes.stop();
  await proxy.close();
});

async function eventually(isSo: () => boolean): Promise<void> {
  const lastTry = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > lastTry) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a process whose database goes away', () => {
  it('goes on where it was when it is back, and nobody has to restart it', async () => {
    const { feed, worker: database } = behind;
    const parts = { feed, database, watcher, upcast };
    const runners = [subscribed('notes.reactions', parts), new ProjectionRunner(plan, parts)];
    await feed.listen();
    runners.forEach((runner) => runner.start());
    await notes.append(newNote(), [noteTaken('before')]);
    await eventually(() => handled.includes('before'));
    proxy.shut();
    await notes.append(newNote(), [noteTaken('meanwhile')]);
    proxy.reopen();
    await eventually(() => handled.includes('meanwhile'));
    const head = await notes.feed.headPosition();
    await eventually(() => runners.every(({ position }) => position >= head));
    await Promise.all(runners.map((runner) => runner.stop()));
    expect(troubles).toEqual([]);
    expect((await notes.admin('select text from notes.text order by text')).flat()).toEqual(['before', 'meanwhile']);
  });

  it('asks for it about once a second, and does not spin', async () => {
    const asked: string[] = [];
    // Nobody listens on port 1.
    const away = new WorkerDatabase('postgres://nobody@127.0.0.1:1/none');
    const database = Object.assign(Object.create(away) as WorkerDatabase, {
      query: (text: string) => {
        asked.push(text);
        return away.query(text);
      },
    });
    const parts = { feed: notes.feed, database, watcher, upcast };
    const runners = [subscribed('notes.away', parts), new ProjectionRunner(plan, parts)];
    runners.forEach((runner) => runner.start());
    await eventually(() => asked.length >= 4);
    const most = asked.length;
    await Promise.all(runners.map((runner) => runner.stop()));
    await away.close();
    expect(most).toBeLessThan(8);
    expect(troubles).toEqual([]);
  });
});
