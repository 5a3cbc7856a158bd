import { newId } from '@bihuan/kernel';
import {
  eventually,
  ledgerUnderTest,
  type LedgerUnderTest,
  newNote,
  noteMeta,
  noteTaken,
  type Process,
} from '@bihuan/testing';
import type { WorkerDatabase } from './database.js';
import { Feed } from './feed.js';
import type { RecordedEvent, StreamEvent } from './recorded-event.js';

let notes: LedgerUnderTest;
let other: Process;
beforeAll(async () => {
  notes = await ledgerUnderTest();
  other = await notes.process();
});
afterAll(() => notes.stop());

const positionsOf = (events: readonly RecordedEvent[]): number[] => events.map(({ meta }) => meta.position);
const inLedger = async (after: number): Promise<unknown[]> =>
  (await notes.admin('select position from ledger.events where position > $1 order by position', [after])).map(
    ([position]) => Number(position),
  );
const readTo = async (feed: Feed, from: number, last: number, page = 1_000): Promise<number[]> => {
  const seen: number[] = [];
  for (let at = from; at < last; at = seen.at(-1) ?? at) {
    const events = await feed.read(at, page);
    seen.push(...positionsOf(events));
    if (events.length === 0) await feed.wait(1_000);
  }
  return seen;
};
const readUntil = async (feed: Feed, from: number, head: Promise<number>): Promise<number[]> => {
  let last = Infinity;
  void head.then((position) => (last = position));
  const seen: number[] = [];
  for (let at = from; at < last; at = seen.at(-1) ?? at) {
    const heard = feed.heard();
    const events = await feed.read(at);
    seen.push(...positionsOf(events));
    if (events.length === 0) await feed.wait(100, { heard });
  }
  return seen;
};
/** Counts from now on. */
const queriesOf = (database: WorkerDatabase): { count: number } => {
  const counted = { count: 0 };
  const query = database.query.bind(database);
  database.query = (...told) => {
    counted.count += 1;
    return query(...told);
  };
  return counted;
};
const appendMany = async ({ append }: Process, count: number): Promise<void> => {
  const appends = Array.from({ length: count }, (_, index) =>
    append(newNote(), [noteTaken('a'), noteTaken(`${index}`)]),
  );
  await Promise.all(appends);
};
/** What of an event a fold reads. */
const asFolded = ({ type, data, meta, tenantId, streamType, streamId }: RecordedEvent): StreamEvent => ({
  type,
  data,
  meta,
  tenantId,
  streamType,
  streamId,
});
/** A position that nobody gets, as after a transaction that was rolled back. */
const skipPosition = () => notes.admin(`select nextval('ledger.position')`);

describe('a reader of the feed', () => {
  it('reads everything from the beginning, in order', async () => {
    await appendMany(notes, 3);
    const head = await notes.feed.headPosition();
    expect(await readTo(new Feed(notes.worker, (_, __, data) => data, { ledger: notes.ledger }), 0, head)).toEqual(
      await inLedger(0),
    );
  });

  it('reads nothing at the head', async () => {
    expect(await notes.feed.read(await notes.feed.headPosition())).toEqual([]);
  });

  it('reads what this process and another append, page by page', async () => {
    const from = await notes.feed.headPosition();
    await notes.append(newNote(), [noteTaken('ours')]);
    await other.append(newNote(), [noteTaken('theirs')]);
    await skipPosition();
    await notes.append(newNote(), [noteTaken('ours again')]);
    expect(await readTo(notes.feed, from, await notes.feed.headPosition(), 1)).toEqual(await inLedger(from));
  });

  it('is given what was appended, the same whether heard or read', async () => {
    const from = await notes.feed.headPosition();
    const [event] = await notes.append(newNote(), [noteTaken('heard')]);
    expect([await notes.feed.read(from), await other.feed.read(from)]).toEqual([[event], [event]]);
  });

  it('looks at what others append at most every 100 ms, and misses nothing', async () => {
    const { feed, worker } = await notes.process();
    await feed.listen();
    const from = await feed.headPosition();
    await feed.read(from);
    const looks = queriesOf(worker);
    const since = performance.now();
    const appending = (async () => {
      for (let count = 0; count < 100; count += 1) await other.append(newNote(), [noteTaken(`${count}`)]);
      return other.feed.headPosition();
    })();
    const seen = await readUntil(feed, from, appending);
    expect(seen).toEqual(await inLedger(from));
    expect(looks.count).toBeLessThan((performance.now() - since) / 100 + 2);
  });

  it('is served at once with what its own process appends, though a look is not due', async () => {
    const { worker, ledger, append } = await notes.process();
    const feed = new Feed(worker, (_, __, data) => data, { ledger, lookEveryMs: 600_000 });
    const from = await feed.headPosition();
    await feed.read(from);
    const looks = queriesOf(worker);
    const reading = feed.read(from);
    const [event] = await append(newNote(), [noteTaken('ours')]);
    expect([await reading, looks.count]).toEqual([[event], 0]);
  });

  it('is told for a fold what it is told otherwise, without what a fold does not read', async () => {
    await notes.append(newNote(), [noteTaken('one'), noteTaken('other')]);
    const causationId = newId();
    await notes.append(newNote(), [noteTaken('caused')], { meta: noteMeta({ causationId }) });
    const late = await notes.process();
    const [whole, forFold] = [await late.feed.read(0), await late.feed.readForFold(0, 1_000)];
    expect(forFold).toEqual(whole.map(asFolded));
    expect(forFold.at(-1)?.meta.causationId).toBe(causationId);
  });

  it('never skips an event, however many append at once and however many read', async () => {
    const from = await notes.feed.headPosition();
    const feeds = [notes, other, await notes.process(), await notes.process()].map(({ feed }) => feed);
    const writing = Promise.all([notes, other].map((one) => appendMany(one, 400)));
    const reading = feeds.flatMap((feed, index) =>
      // A position lost on the way is a gap, and no end.
      [readTo(feed, from, from + 1_600), readTo(feed, from, from + 1_600, 7 + index)],
    );
    await writing;
    const seen = await Promise.all(reading);
    const written = await inLedger(from);
    expect(written).toHaveLength(1_600);
    expect(seen).toEqual(seen.map(() => written));
  });

  it('that begins while others append misses none', async () => {
    const from = await notes.feed.headPosition();
    const writing = appendMany(other, 200);
    const late = await notes.process();
    const seen = await Promise.all([0, 1, 2].map(() => readTo(late.feed, from, from + 400)));
    await writing;
    expect(seen).toEqual(seen.map(() => positionsFrom(from, 400)));
  });
});

const positionsFrom = (after: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => after + 1 + index);

const listeners = async (): Promise<number> => {
  const [[count] = []] = await notes.admin(
    `select count(*)::int from pg_stat_activity where query = 'listen ledger' and datname = current_database()`,
  );
  return Number(count);
};

describe('a reader that waits', () => {
  it('is woken by an append of this process', async () => {
    const began = performance.now();
    const waiting = notes.feed.wait(5_000);
    await notes.append(newNote(), [noteTaken('wake')]);
    await waiting;
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is woken by an append of another process, which the database tells', async () => {
    const listening = await notes.process();
    await listening.feed.listen();
    const began = performance.now();
    const waiting = listening.feed.wait(5_000);
    await other.append(newNote(), [noteTaken('wake')]);
    await waiting;
    expect(performance.now() - began).toBeLessThan(900);
  });

  it('is not woken by an append elsewhere that does not concern it', async () => {
    const listening = await notes.process();
    await listening.feed.listen();
    // Right after the poll, which wakes everybody: the next one is a second away.
    await listening.feed.wait(5_000);
    let isWoken = false;
    void listening.feed.wait(5_000, { of: new Set(['settings']) }).then(() => (isWoken = true));
    const waiting = listening.feed.wait(5_000, { of: new Set(['note']) });
    await other.append(newNote(), [noteTaken('wake')]);
    await waiting;
    expect(isWoken).toBe(false);
  });

  it('does not sleep through what came between its look and its wait', async () => {
    const heard = notes.feed.heard();
    await notes.append(newNote(), [noteTaken('in between')]);
    const began = performance.now();
    await notes.feed.wait(5_000, { heard });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('waits no longer than it said', async () => {
    const quiet = await notes.process();
    const began = performance.now();
    await quiet.feed.wait(30);
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it('goes when it is told to', async () => {
    const quiet = await notes.process();
    const ending = new AbortController();
    const waiting = quiet.feed.wait(60_000, { signal: ending.signal });
    ending.abort();
    expect(await waiting).toBeUndefined();
  });

  it('is woken again after the connection that listens was lost', async () => {
    const listening = await notes.process();
    await listening.feed.listen();
    await notes.admin(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen ledger'`);
    const from = await notes.feed.headPosition();
    await other.append(newNote(), [noteTaken('wake')]);
    expect(await readTo(listening.feed, from, from + 1)).toEqual([from + 1]);
  });
});

describe('a feed that is told twice to listen', () => {
  it('has one connection, and ends it', async () => {
    const { feed } = await notes.process();
    const before = await listeners();
    await Promise.all([feed.listen(), feed.listen()]);
    await feed.listen();
    expect(await listeners()).toBe(before + 1);
    await feed.close();
    expect(await eventually(listeners, (count) => count === before)).toBe(before);
  });
});

describe('a feed that is closed while it connects', () => {
  it('leaves no connection behind', async () => {
    const brief = await notes.process();
    const listening = brief.feed.listen().catch(() => undefined);
    await brief.close();
    await listening;
    const [[left] = []] = await notes.admin(
      `select count(*)::int from pg_stat_activity where query = 'listen ledger' and datname = current_database()
         and backend_start > clock_timestamp() - interval '1 second' and state is null`,
    );
    expect(left).toBe(0);
  });
});
