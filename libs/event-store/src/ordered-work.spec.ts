import { OrderedWork } from './ordered-work.js';
import type { RecordedEvent } from './recorded-event.js';

const event = (position: number, streamId: string): RecordedEvent =>
  ({ tenantId: 't', streamId, meta: { position, eventId: `e${position}` } }) as RecordedEvent;
const start = { position: 0, eventId: undefined };

/** Work whose events end when the test says so. */
const held = () => {
  const open = new Map<number, (isFinished: boolean) => void>();
  const work = new OrderedWork(start, ({ meta }) => new Promise((resolve) => open.set(meta.position, resolve)));
  const finish = async (position: number, isFinished = true) => {
    open.get(position)?.(isFinished);
    open.delete(position);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { work, finish, underWay: () => [...open.keys()] };
};

describe('events under way', () => {
  it('have their place before the lowest unfinished one', async () => {
    const { work, finish } = held();
    for (const [position, stream] of [
      [3, 'a'],
      [5, 'b'],
      [8, 'c'],
    ] as const)
      work.accept(event(position, stream));
    const places = [work.place];
    for (const position of [5, 3, 8]) {
      await finish(position);
      places.push(work.place);
    }
    expect(places).toEqual([start, start, { position: 5, eventId: 'e5' }, { position: 8, eventId: 'e8' }]);
  });

  it('of one stream wait for each other, those of others do not', async () => {
    const { work, finish, underWay } = held();
    for (const [position, stream] of [
      [1, 'a'],
      [2, 'a'],
      [3, 'b'],
    ] as const)
      work.accept(event(position, stream));
    const before = underWay();
    await finish(1);
    expect([before, underWay()]).toEqual([
      [1, 3],
      [3, 2],
    ]);
  });

  it('are at most 32 streams at once', async () => {
    const { work, finish, underWay } = held();
    for (let position = 1; position <= 40; position += 1) work.accept(event(position, `s${position}`));
    const before = underWay().length;
    await finish(1);
    expect([before, underWay().length, work.unfinishedEvents]).toEqual([32, 32, 39]);
  });

  it('tell how many wait in the stream of the newest', () => {
    const { work } = held();
    expect([work.accept(event(1, 'a')), work.accept(event(2, 'a')), work.accept(event(3, 'b'))]).toEqual([1, 2, 1]);
  });

  it('stay unfinished when their handling was broken off, and those behind do not begin', async () => {
    const { work, finish, underWay } = held();
    for (const position of [1, 2]) work.accept(event(position, 'a'));
    await finish(1, false);
    expect([work.place, underWay()]).toEqual([start, []]);
  });

  it('end with what is in hand: nothing further begins', async () => {
    const { work, finish, underWay } = held();
    for (const [position, stream] of [
      [1, 'a'],
      [2, 'a'],
    ] as const)
      work.accept(event(position, stream));
    const ending = work.end();
    await finish(1);
    await ending;
    work.accept(event(3, 'b'));
    expect([work.place, underWay()]).toEqual([{ position: 1, eventId: 'e1' }, []]);
  });
});
