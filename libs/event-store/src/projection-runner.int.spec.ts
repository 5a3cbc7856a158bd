import type { DomainEvent, Fold, NewEvent, StateProjection, StreamState } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteMeta, noteTaken } from '@bihuan/testing';
import { ProjectionRunner } from './projection-runner.js';
import { projectionTableSql } from './projection-table.js';

interface NoteState extends StreamState {
  readonly texts: readonly string[];
  readonly no: string | undefined;
}
type Taken = DomainEvent<'NoteTaken', { text: string }>;
type Numbered = DomainEvent<'NoteNumbered', { no: string }>;
const noteFold: Fold<NoteState, Taken | Numbered> = {
  initialState: { version: 0, touchedVersion: 0, texts: [], no: undefined },
  evolve: {
    NoteTaken: (state, { data }) => ({ ...state, texts: data.text === 'none' ? [] : [...state.texts, data.text] }),
    NoteNumbered: (state, { data }) => ({ ...state, no: data.no }),
  },
};
interface Line {
  readonly line: string;
  readonly noteLength: number;
  readonly tags: readonly string[];
  readonly isShort: boolean;
}
/** A row for each text of a note. */
const lines: StateProjection<NoteState, Line> = {
  table: 'notes.line',
  version: 1,
  key: 'line',
  columns: { line: 'text', noteLength: 'int4', tags: 'text[]', isShort: 'bool' },
  rows: ({ texts }) =>
    texts.map((line) => {
      if (line === 'poison') throw new RangeError('no row for this');
      return { line, noteLength: line.length, tags: [line, 'x'], isShort: line.length < 4 };
    }),
};

const loud: typeof lines = {
  ...lines,
  version: 2,
  rows: (state) => lines.rows({ ...state, texts: state.texts.map((text) => text.toUpperCase()) }),
};
const tableOfLines = projectionTableSql({
  table: 'notes.line',
  key: 'line',
  columns: ['line text not null', 'note_length int4 not null', 'tags text[] not null', 'is_short bool not null'],
  indexes: ['note_length'],
});
const tableOfKinds = projectionTableSql({
  table: 'notes.kind',
  key: 'line',
  columns: ['line text', 'list text[]', 'one text', 'big int8', 'seen_at timestamptz', 'done bool', 'facts json'],
  indexes: [],
});
const upcast = (_: string, __: number, data: unknown) => data;

let notes: LedgerUnderTest;
const started: { stop(): Promise<void> }[] = [];
const stopped: unknown[] = [];
const watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: (_: string, error: unknown) => void stopped.push(error),
};
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
beforeEach(async () => {
  stopped.splice(0);
  await notes.admin('drop schema if exists notes cascade; create schema notes authorization bihuan_owner');
  await notes.admin(
    `set role bihuan_owner; grant usage on schema notes to bihuan_app, bihuan_workers; ${tableOfLines}`,
  );
  await notes.admin('reset role');
  await notes.admin(`delete from ledger.checkpoints`);
});
afterEach(() => Promise.all(started.splice(0).map((runner) => runner.stop())));
afterAll(() => notes.stop());

const projected = <Row extends object = Line>(
  projection: StateProjection<NoteState, Row>,
  process: Pick<LedgerUnderTest, 'feed' | 'worker'> = notes,
) => {
  const { feed, worker: database } = process;
  const plan = { projection, fold: noteFold, streamType: 'note' };
  const runner = new ProjectionRunner(plan, { feed, database, upcast, watcher });
  started.push(runner);
  runner.start();
  return runner;
};

async function eventually<T>(ask: () => T | Promise<T>, isIt: (seen: T) => boolean, ms = 10_000): Promise<T> {
  const lastTry = performance.now() + ms;
  for (;;) {
    const seen = await ask();
    if (isIt(seen)) return seen;
    if (performance.now() > lastTry) throw new Error(`it never came: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const upToDate = async (runner: { position: number }) => {
  const head = await notes.feed.headPosition();
  await eventually(
    () => runner.position,
    (position) => position >= head,
  );
};
const table = (columns = 'tenant_id, stream_id, position, line') =>
  notes.admin(`select ${columns} from notes.line order by tenant_id, line, stream_id`);
const linesOf = async (streamId: string) =>
  (await notes.admin('select line from notes.line where stream_id = $1 order by line', [streamId])).flat();
const adding = async (streamId: string, facts: readonly NewEvent[], tenantId = 'zhanyi') => {
  const last = (await notes.ledger.read(tenantId, streamId)).at(-1);
  const head = last ? { version: last.meta.version, hash: last.hash } : undefined;
  return notes.append(streamId, facts, { meta: noteMeta({ tenantId }), ...(head && { head }) });
};

describe('a table that is kept from the ledger', () => {
  it('tells what the streams say, with where it is from', async () => {
    const streamId = newNote();
    const [event] = await adding(streamId, [noteTaken('one')]);
    await upToDate(projected(lines));
    expect(await notes.admin('select * from notes.line where stream_id = $1', [streamId])).toEqual([
      ['zhanyi', streamId, String(event?.meta.position), 'one', 3, ['one', 'x'], true],
    ]);
  });

  it('tells every kind of value as it is', async () => {
    const texts = ['plain', '', 'null', 'NULL', '案 "卷", {a,b}', String.raw`back\slash \"`, 'new\nline'];
    const row = {
      line: 'x',
      list: texts,
      one: '案 "卷", {a,b}',
      big: 2 ** 40,
      seenAt: '2025-08-07T15:19:00.123+08:00',
    };
    const kinds: StateProjection<NoteState, typeof row & Record<'done' | 'facts', unknown>> = {
      table: 'notes.kind',
      version: 1,
      key: 'line',
      columns: {
        line: 'text',
        list: 'text[]',
        one: 'text',
        big: 'int8',
        seenAt: 'timestamptz',
        done: 'bool',
        facts: 'json',
      },
      rows: () => [{ ...row, done: null, facts: { list: texts, one: null } }],
    };
    await notes.admin(`set role bihuan_owner; ${tableOfKinds}`);
    await notes.admin('reset role');
    await adding(newNote(), [noteTaken('kinds')]);
    await upToDate(projected(kinds));
    expect(await notes.admin('select list, one, big, seen_at, done, facts from notes.kind limit 1')).toEqual([
      [texts, row.one, String(row.big), new Date('2025-08-07T07:19:00.123Z'), null, { list: texts, one: null }],
    ]);
  });

  it('follows while events are added', async () => {
    const streamId = newNote();
    const runner = projected(lines);
    await adding(streamId, [noteTaken('first')]);
    await upToDate(runner);
    await adding(streamId, [noteTaken('second')]);
    await upToDate(runner);
    expect(await linesOf(streamId)).toEqual(['first', 'second']);
  });

  it('loses a row that its stream does not tell any more', async () => {
    const streamId = newNote();
    const runner = projected(lines);
    await adding(streamId, [noteTaken('gone')]);
    await upToDate(runner);
    await adding(streamId, [noteTaken('none')]);
    await upToDate(runner);
    expect(await linesOf(streamId)).toEqual([]);
  });

  it.each([
    ['another tenant', 'elsewhere'],
    ['another stream', 'zhanyi'],
  ])('loses it also where %s has a row of that name in the same page', async (_, tenantId) => {
    const [ours, theirs] = [newNote(), newNote()];
    await adding(ours, [noteTaken('shared name')]);
    await upToDate(projected(lines));
    await Promise.all(started.splice(0).map((runner) => runner.stop()));
    await adding(ours, [noteTaken('none')]);
    await adding(theirs, [noteTaken('shared name')], tenantId);
    await upToDate(projected(lines));
    expect([await linesOf(ours), await linesOf(theirs)]).toEqual([[], ['shared name']]);
  });

  it('is left alone by a process from which it was taken', async () => {
    const old = projected(lines, await notes.process());
    await upToDate(old);
    const holding = projected(loud);
    await upToDate(holding);
    const streams = Array.from({ length: 20 }, newNote);
    for (const streamId of streams) await adding(streamId, [noteTaken('kept')]);
    await upToDate(holding);
    // It has looked by itself, and stands by: what the table tells is not what it has made.
    await eventually(
      () => old.reached(),
      (position) => position === 0,
    );
    expect((await Promise.all(streams.map(linesOf))).flat()).toEqual(streams.map(() => 'KEPT'));
  });

  it('shows a tenant its own rows alone', async () => {
    const [ours, theirs] = [newNote(), newNote()];
    await adding(ours, [noteTaken('ours alone')]);
    await adding(theirs, [noteTaken('theirs alone')], 'elsewhere');
    await upToDate(projected(lines));
    const seen = await notes.database.query('elsewhere', `select line from notes.line where line like '%alone'`);
    expect(seen).toEqual([{ line: 'theirs alone' }]);
  });

  it('tells how far it has read also where nothing was for it', async () => {
    const runner = projected({ ...lines, rows: () => [] });
    await adding(newNote(), [{ type: 'NoteNumbered', data: { no: newNote() } }]);
    await upToDate(runner);
    expect(runner.position).toBe(await notes.feed.headPosition());
  });
});

describe('a table whose process was killed between two pages', () => {
  it('is the same as one that was made in one go', async () => {
    const streams = Array.from({ length: 30 }, newNote);
    for (const round of [1, 2]) await Promise.all(streams.map((id) => adding(id, [noteTaken(`${id} ${round}`)])));
    await upToDate(projected(lines));
    const whole = await table();
    // The place of a page that is written again after the kill: half of the way.
    const [[half] = []] = await notes.admin('select max(position) / 2 from ledger.events');
    await Promise.all(started.splice(0).map((runner) => runner.stop()));
    await notes.admin(
      `update ledger.checkpoints c set position = e.position, event_id = e.event_id
         from (select * from ledger.events where position <= $1 order by position desc limit 1) e`,
      [half],
    );
    await upToDate(projected(lines));
    expect(await table()).toEqual(whole);
  });

  it('has each page with its place, or neither', async () => {
    const dying = await notes.process({ workerUrl: `${notes.urlOf('bihuan_worker')}?application_name=dying` });
    const writing = Promise.all(Array.from({ length: 200 }, () => adding(newNote(), [noteTaken(newNote())])));
    projected(lines, dying);
    await writing;
    await notes.admin(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'`);
    await upToDate(projected(lines));
    const [[missing] = []] = await notes.admin(
      `select count(*)::int from ledger.events e where type = 'NoteTaken' and e.data ->> 'text' like 'note-%'
         and not exists (select from notes.line l where l.stream_id = e.stream_id and l.line = e.data ->> 'text')`,
    );
    expect(missing).toBe(0);
  });
});

describe('a projection of a newer version', () => {
  it('makes the table anew from the beginning', async () => {
    const streamId = newNote();
    await adding(streamId, [noteTaken('plain')]);
    await upToDate(projected(lines));
    await Promise.all(started.splice(0).map((runner) => runner.stop()));
    await upToDate(projected(loud));
    expect(await linesOf(streamId)).toEqual(['PLAIN']);
    expect(await notes.admin('select version from ledger.checkpoints')).toEqual([[2]]);
  });
});

describe('a page of streams that are not remembered', () => {
  it('is told whole, with one question for many of them', async () => {
    const streams = Array.from({ length: 120 }, newNote);
    await Promise.all(streams.map((id) => adding(id, [noteTaken(`${id} 1`)])));
    const runner = projected(lines);
    await upToDate(runner);
    await runner.stop();
    await Promise.all(streams.map((id) => adding(id, [noteTaken(`${id} 2`)])));
    const asked: string[] = [];
    const worker = Object.assign(Object.create(notes.worker) as typeof notes.worker, {
      texts: (text: string, values?: readonly unknown[]) => {
        asked.push(text);
        return notes.worker.texts(text, values);
      },
    });
    await upToDate(projected(lines, { feed: notes.feed, worker }));
    const [[told] = []] = await notes.admin(
      'select count(*)::int from notes.line where stream_id = any ($1) and line = any ($2)',
      [streams, streams.flatMap((id) => [`${id} 1`, `${id} 2`])],
    );
    expect([told, asked.filter((text) => text.includes('stream_id')).length]).toEqual([240, 2]);
  });
});

describe('a process that stands by', () => {
  it('tells how far the process that keeps the table has come', async () => {
    const [before, after] = [await notes.process(), await notes.process()];
    const standingBy = projected(lines, before);
    await upToDate(standingBy);
    const holding = projected(lines, after);
    await upToDate(holding);
    await adding(newNote(), [noteTaken('of another')]);
    await upToDate(holding);
    const head = await notes.feed.headPosition();
    await eventually(
      () => standingBy.reached(),
      (position) => position >= head,
    );
    expect([await standingBy.reached(), await holding.reached()]).toEqual([head, head]);
  });

  it('hears of it within a moment also where nothing was for the table', async () => {
    const standingBy = projected({ ...lines, rows: () => [] }, await notes.process());
    await upToDate(standingBy);
    const elsewhere = { feed: notes.feed, database: notes.worker, upcast, watcher };
    const holding = new ProjectionRunner({ projection: lines, fold: noteFold, streamType: 'letter' }, elsewhere);
    started.push(holding);
    holding.start();
    await upToDate(holding);
    await adding(newNote(), [noteTaken('of no letter')]);
    const head = await notes.feed.headPosition();
    await eventually(
      () => standingBy.reached(),
      (position) => position >= head,
      2_000,
    );
    expect(await standingBy.reached()).toBe(head);
  });

  it('tells nothing of what another version keeps', async () => {
    await adding(newNote(), [noteTaken('loud')]);
    const standingBy = projected(lines);
    await upToDate(standingBy);
    const holding = projected(loud, await notes.process());
    await upToDate(holding);
    await adding(newNote(), [noteTaken('louder')]);
    await eventually(
      () => standingBy.reached(),
      (position) => position === 0,
    );
    expect(await holding.reached()).toBeGreaterThan(0);
  });
});

/** More events than a page, of more streams than a statement writes. */
async function longLedger(): Promise<string[]> {
  const streams = Array.from({ length: 1_500 }, newNote);
  await Promise.all(
    streams.map((id) =>
      notes.append(
        id,
        [1, 2, 3].map((nth) => noteTaken(`${id} ${nth}`)),
      ),
    ),
  );
  return streams;
}
/** How many lines some streams have, and how many of these streams have any. */
async function linesAndStreams(streams: readonly string[]): Promise<unknown[]> {
  const text = 'select count(*)::int, count(distinct stream_id)::int from notes.line where stream_id = any ($1)';
  return (await notes.admin(text, [streams])).flat();
}

// Near the end: every table before it would be made from these events as well.
describe('a table that is far behind the ledger', () => {
  let streams: readonly string[] = [];
  beforeAll(async () => {
    streams = await longLedger();
  }, 60_000);

  it('tells everything once it is made anew, however many pages that takes', async () => {
    await upToDate(projected(lines));
    expect(await linesAndStreams(streams)).toEqual([4_500, 1_500]);
  });

  it('tells everything also when its connections are lost while it is made anew', async () => {
    const dying = await notes.process({ workerUrl: `${notes.urlOf('bihuan_worker')}?application_name=behind` });
    const runner = projected(lines, dying);
    const killed = await eventually(
      () =>
        notes.admin(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'behind' and state <> 'idle'`,
        ),
      (backends) => backends.length > 0,
    );
    await upToDate(runner);
    expect([killed.length > 0, await linesAndStreams(streams)]).toEqual([true, [4_500, 1_500]]);
  });

  it('never tells that it has come further than its rows', async () => {
    const runner = projected(lines);
    const position = await eventually(
      () => runner.position,
      (reached) => reached > 0,
    );
    const [[missing] = []] = await notes.admin(
      `select count(*)::int from ledger.events e where position <= $1 and stream_id = any ($2)
         and not exists (select from notes.line l where l.stream_id = e.stream_id and l.line = e.data ->> 'text')`,
      [position, streams],
    );
    expect(missing).toBe(0);
  });
});

// At the end: no table after it could be made.
describe('an event that the projection cannot tell', () => {
  it('stops it, for a table with a hole lies', async () => {
    const runner = projected(lines);
    await upToDate(runner);
    const { position } = runner;
    await adding(newNote(), [noteTaken('poison')]);
    await eventually(
      () => runner.trouble(),
      (trouble) => trouble !== undefined,
    );
    expect([runner.trouble(), runner.position, stopped]).toEqual([
      'notes.line has stopped',
      position,
      [new RangeError('no row for this')],
    ]);
  });
});
