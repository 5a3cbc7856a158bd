import { MAX_STREAMS_AT_ONCE, OrderedWork } from './ordered-work.js';
import type { RecordedEvent } from './recorded-event.js';
import { Slots } from './slots.js';

const event = (position: number, streamId: string): RecordedEvent =>
  ({ tenantId: 't', streamId, meta: { position, eventId: `e${position}` } }) as RecordedEvent;
const START = 0;

/** Work whose events end when the test says so. */
const held = () => {
  const open = new Map<number, (finished: number) => void>();
  const handed: number[] = [];
  const work = new OrderedWork(
    START,
    (events) =>
      new Promise<number>((resolve) => {
        handed.push(events.length);
        open.set(events[0]?.meta.position ?? 0, resolve);
      }),
    new Slots(MAX_STREAMS_AT_ONCE),
  );
  const finish = async (position: number, finished = 1) => {
    open.get(position)?.(finished);
    open.delete(position);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const accept = (position: number, streamId: string) => work.accept(event(position, streamId), position);
  return { work, accept, finish, handed, underWay: () => [...open.keys()] };
};
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('events under way', () => {
  it('have their place before the lowest unfinished one', async () => {
    const { work, accept, finish } = held();
    accept(3, 'a');
    accept(5, 'b');
    accept(8, 'c');
    const places = [work.place];
    for (const position of [5, 3, 8]) {
      await finish(position);
      places.push(work.place);
    }
    expect(places).toEqual([START, START, 5, 8]);
  });

  it('of one stream wait for each other, those of others do not', async () => {
    const { accept, finish, underWay } = held();
    accept(1, 'a');
    accept(2, 'a');
    accept(3, 'b');
    await soon();
    const before = underWay();
    await finish(1);
    expect([before, underWay()]).toEqual([
      [1, 3],
      [3, 2],
    ]);
  });

  it('are at most 32 streams at once', async () => {
    const { work, accept, finish, underWay } = held();
    for (let position = 1; position <= 40; position += 1) accept(position, `s${position}`);
    await soon();
    const before = underWay().length;
    await finish(1);
    expect([before, underWay().length, work.unfinishedEvents]).toEqual([32, 32, 39]);
  });

  it('are handed over together where they wait in one stream, and so many end as the answer says', async () => {
    const { work, accept, finish, handed, underWay } = held();
    accept(1, 'a');
    for (let position = 2; position <= 5; position += 1) accept(position, 'a');
    await soon();
    await finish(1);
    await finish(2, 3);
    expect([handed, underWay(), work.place]).toEqual([[1, 4, 1], [5], 4]);
  });

  it('are passed over without being handled', async () => {
    const { work, accept, finish } = held();
    accept(1, 'a');
    work.skip(7);
    const before = work.place;
    await finish(1);
    expect([before, work.place]).toEqual([START, 7]);
  });

  it('stay unfinished when their handling was broken off, and those behind do not begin', async () => {
    const { work, accept, finish, underWay } = held();
    accept(1, 'a');
    accept(2, 'a');
    await finish(1, 0);
    expect([work.place, underWay()]).toEqual([START, []]);
  });

  it('end with what is in hand: nothing further begins', async () => {
    const { work, accept, finish, underWay } = held();
    accept(1, 'a');
    await soon();
    accept(2, 'a');
    const ending = work.end();
    await finish(1);
    await ending;
    accept(3, 'b');
    await soon();
    expect([work.place, underWay()]).toEqual([1, []]);
  });
});
