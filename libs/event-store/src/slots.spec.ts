import { Slots } from './slots.js';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('are so many at once; what waits begins in its order', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    const gates = [1, 2, 3, 4].map(() => Promise.withResolvers<void>());
    const runs = gates.map(({ promise }, index) =>
      slots.run(async () => {
        begun.push(index);
        await promise;
      }),
    );
    await soon();
    const first = [...begun];
    gates.forEach(({ resolve }) => resolve());
    await Promise.all(runs);
    expect([first, begun]).toEqual([
      [0, 1],
      [0, 1, 2, 3],
    ]);
  });

  it('are free again after a fault, which only its own caller hears of', async () => {
    const slots = new Slots(1);
    const failed = slots.run(() => Promise.reject(new RangeError('no')));
    const next = slots.run(() => Promise.resolve('done'));
    await expect(failed).rejects.toThrow(RangeError);
    expect(await next).toBe('done');
  });
});
