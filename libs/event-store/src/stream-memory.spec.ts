import type { DomainEvent, Fold, StreamState } from '@bihuan/kernel';
import type { RecordedEvent } from './recorded-event.js';
import { StreamMemory, StreamSnapshot } from './stream-memory.js';

const event = (streamId: string, version: number): RecordedEvent =>
  ({
    type: 'NoteTaken',
    data: {},
    streamId,
    hash: `hash ${version}`,
    meta: { version, actor: { kind: 'STAFF', ref: 'x', role: 'X' } },
  }) as RecordedEvent;
const events = (streamId: string, from: number, to: number): RecordedEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(streamId, from + index));

/** A ledger that tells streams of a given length, and what of them it was asked for. */
const ledgerOf = (lengths: Record<string, number>) => {
  const asked: string[] = [];
  return {
    asked,
    lengths,
    readWithKeys: (_: string, streamId: string, after: number) => {
      asked.push(`${streamId} after ${after}`);
      return Promise.resolve({ events: events(streamId, after + 1, lengths[streamId] ?? 0), uses: [] });
    },
  };
};

interface Counted extends StreamState {
  readonly taken: number;
}
const counting = () => {
  const seen: number[] = [];
  const fold: Fold<Counted, DomainEvent<'NoteTaken'>> = {
    initialState: { version: 0, touchedVersion: 0, taken: 0 },
    evolve: {
      NoteTaken: (state, { meta }) => {
        seen.push(meta.version);
        return { ...state, taken: state.taken + 1 };
      },
    },
  };
  return { fold, seen };
};

describe('the memory of streams', () => {
  it('reads of a known stream only what came after', async () => {
    const ledger = ledgerOf({ a: 3 });
    const memory = new StreamMemory(ledger);
    await memory.read('t', 'a');
    ledger.lengths['a'] = 5;
    const { snapshot } = await memory.read('t', 'a');
    expect([snapshot.events, ledger.asked]).toEqual([events('a', 1, 5), ['a after 0', 'a after 3']]);
  });

  it('keeps tenants apart', async () => {
    const ledger = ledgerOf({ a: 3 });
    const memory = new StreamMemory(ledger);
    await memory.read('t', 'a');
    await memory.read('u', 'a');
    expect(ledger.asked).toEqual(['a after 0', 'a after 0']);
  });

  it('goes on from what this process has appended', async () => {
    const ledger = ledgerOf({ a: 2 });
    const memory = new StreamMemory(ledger);
    const { snapshot } = await memory.read('t', 'a');
    ledger.lengths['a'] = 3;
    memory.added('t', 'a', snapshot, [event('a', 3)]);
    expect((await memory.read('t', 'a')).snapshot.head).toEqual({ version: 3, hash: 'hash 3' });
    expect(ledger.asked).toEqual(['a after 0', 'a after 3']);
  });

  it('recalls without a look at the ledger, until others are found to write as well', async () => {
    const ledger = ledgerOf({ a: 2, b: 1 });
    const memory = new StreamMemory(ledger);
    await memory.read('t', 'a');
    await memory.read('t', 'b');
    expect([memory.recall('t', 'a')?.version, memory.recall('u', 'a')]).toEqual([2, undefined]);
    ledger.lengths['b'] = 2;
    await memory.read('t', 'b');
    expect(memory.recall('t', 'a')).toBeUndefined();
    await memory.read('t', 'a');
    expect(memory.recall('t', 'b')?.version).toBe(2);
  });

  it('is not taken back by a reader that was slower than a writer', async () => {
    const ledger = ledgerOf({ a: 2 });
    const memory = new StreamMemory(ledger);
    const [{ snapshot: slow }] = [await memory.read('t', 'a')];
    ledger.lengths['a'] = 3;
    memory.added('t', 'a', slow, [event('a', 3)]);
    memory.added('t', 'a', new StreamSnapshot(events('a', 1, 2)), []);
    await memory.read('t', 'a');
    expect(ledger.asked.at(-1)).toBe('a after 3');
  });

  it('is bounded: it forgets the streams that were used longest ago', async () => {
    const ledger = ledgerOf({ a: 15_000, b: 15_000, c: 15_000 });
    const memory = new StreamMemory(ledger);
    for (const streamId of ['a', 'b', 'a', 'c', 'a', 'b']) await memory.read('t', streamId);
    expect(ledger.asked).toEqual([
      'a after 0',
      'b after 0',
      'a after 15000',
      'c after 0',
      'a after 15000',
      'b after 0',
    ]);
  });

  it('keeps nothing of a stream that does not exist', async () => {
    const { snapshot } = await new StreamMemory(ledgerOf({})).read('t', 'a');
    expect([snapshot.version, snapshot.head]).toEqual([0, { version: 0, hash: '0'.repeat(64) }]);
  });
});

describe('a stream as it was read', () => {
  it('is folded once for each fold, and carried on when events are added', () => {
    const { fold, seen } = counting();
    const snapshot = new StreamSnapshot(events('a', 1, 2));
    snapshot.stateOf(fold);
    snapshot.stateOf(fold);
    const state = snapshot.with([event('a', 3)]).stateOf(fold);
    expect([state, seen]).toEqual([{ version: 3, touchedVersion: 3, taken: 3 }, [1, 2, 3]]);
  });

  it('tells two folds apart', () => {
    const snapshot = new StreamSnapshot(events('a', 1, 2));
    const other = { initialState: { version: 0, touchedVersion: 0 }, evolve: {} };
    expect([snapshot.stateOf(counting().fold), snapshot.stateOf(other)]).toEqual([
      { version: 2, touchedVersion: 2, taken: 2 },
      { version: 2, touchedVersion: 2 },
    ]);
  });
});
