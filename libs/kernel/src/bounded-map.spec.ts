import { BoundedMap } from './bounded-map.js';

describe('a bounded map', () => {
  it('forgets its oldest entry when it is full', () => {
    const map = new BoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([3, undefined, 4, 2]);
  });

  it('forgets what it is told to, one entry or all', () => {
    const map = new BoundedMap<number>(3);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    map.delete('a');
    expect([map.get('a'), map.size]).toEqual([undefined, 2]);
    map.clear();
    expect(map.size).toBe(0);
  });
});
