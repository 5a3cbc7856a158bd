import { createRequire } from 'node:module';
import type { Message } from 'kafkajs';
import { cut } from './lots.js';
import { sizeOf } from './message-size.js';

/** As the library writes a message; it tells no types of its inside. */
const encoded: (told: object) => { readonly buffer: Buffer } = createRequire(import.meta.url)(
  'kafkajs/src/protocol/recordBatch/record/v0',
);

const message = (bytes: number, headers = {}): Message => ({ key: 'k', value: 'v'.repeat(bytes), headers });

describe('the size of a message', () => {
  it.each<[string, Message]>([
    ['with nothing', { value: null }],
    ['of Chinese', { key: '案件', value: '井盖破损'.repeat(100), headers: { ce_actor: '张三' } }],
    ['of many headers', message(10, Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`ce_${n}`, 'x'])))],
    ['of a header with several values', message(10, { many: ['one', Buffer.from('two')] })],
    ['that is large', message(3_000_000)],
  ])('%s is never less than what is sent', (_, told) => {
    const { length } = encoded({ ...told, offsetDelta: 1_000, timestampDelta: 1_000_000 }).buffer;
    expect(sizeOf(told)).toBeGreaterThanOrEqual(length);
    expect(sizeOf(told) - length).toBeLessThan(3_000);
  });
});

const sizes = (lots: readonly Message[][]) => lots.map((lot) => lot.map(({ value }) => String(value).length));

describe('the messages of a partition', () => {
  it('are one lot while they are small', () => {
    expect(sizes(cut([message(1), message(2)], 10_000))).toEqual([[1, 2]]);
  });

  it('are cut before a lot becomes too large, in their order', () => {
    expect(sizes(cut([message(300), message(301), message(302), message(3), message(4)], 800))).toEqual([
      [300, 301],
      [302, 3, 4],
    ]);
  });

  it('are cut by their headers too', () => {
    const told = message(1, { ce_data: 'h'.repeat(600) });
    expect(sizes(cut([told, told], 1_000))).toEqual([[1], [1]]);
  });

  it('are alone where one is too large by itself: the brokers say so', () => {
    expect(sizes(cut([message(1), message(2_000), message(2)], 1_000))).toEqual([[1], [2_000], [2]]);
  });

  it('are no lot where there is none', () => {
    expect(cut([])).toEqual([]);
  });

  it('stay well below what brokers take, unless told otherwise', () => {
    const lots = cut(Array.from({ length: 1_000 }, () => message(2_000)));
    expect(Math.max(...lots.map((lot) => lot.reduce((bytes, told) => bytes + sizeOf(told), 0)))).toBeLessThan(600_000);
  });
});
