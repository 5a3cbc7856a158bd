import type { RecordedEvent } from './recorded-event.js';
import { Tail } from './tail.js';

const at = (...positions: readonly number[]): RecordedEvent[] =>
  positions.map((position) => ({ meta: { position } }) as RecordedEvent);
const positionsIn = (events: readonly RecordedEvent[] | undefined): number[] | undefined =>
  events?.map(({ meta }) => meta.position);
const begun = (head: number): Tail => {
  const tail = new Tail();
  tail.begin(head);
  return tail;
};

describe('the tail of the ledger', () => {
  it('knows nothing before it begins', () => {
    const tail = new Tail();
    tail.hear(at(1));
    expect([tail.after(0, 10), tail.isBehind(0)]).toEqual([undefined, false]);
  });

  it('serves what comes after the head it began at, and nothing before', () => {
    const tail = begun(10);
    tail.add(at(11, 13));
    expect([tail.after(9, 10), positionsIn(tail.after(10, 10)), positionsIn(tail.after(12, 10))]).toEqual([
      undefined,
      [11, 13],
      [13],
    ]);
  });

  it('hears an append that follows on', () => {
    const tail = begun(10);
    tail.hear(at(11, 12));
    expect([positionsIn(tail.after(10, 10)), tail.last]).toEqual([[11, 12], 12]);
  });

  it('leaves out an append before which another may have come', () => {
    const tail = begun(10);
    tail.hear(at(12));
    expect([tail.after(10, 10), tail.isBehind(10)]).toEqual([[], true]);
  });

  it('keeps once what it heard while it was read', () => {
    const tail = begun(10);
    tail.hear(at(11));
    tail.add(at(11, 12));
    expect(positionsIn(tail.after(10, 10))).toEqual([11, 12]);
  });

  it('gives no more than it is asked for', () => {
    const tail = begun(0);
    tail.add(at(1, 2, 3));
    expect(positionsIn(tail.after(0, 2))).toEqual([1, 2]);
  });

  it('is bounded: it lets the oldest go, and says so', () => {
    const tail = begun(0);
    tail.add(at(...Array.from({ length: 20_000 }, (_, index) => index + 1)));
    expect([tail.after(9_999, 1), positionsIn(tail.after(10_000, 1)), tail.last]).toEqual([
      undefined,
      [10_001],
      20_000,
    ]);
  });
});
