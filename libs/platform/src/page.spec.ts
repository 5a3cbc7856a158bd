import { encodeCursor } from './cursor.js';
import { pageOf, untilRead } from './page.js';

const told = { limit: 2, asOfPosition: 9 };
const itself = (row: number): number => row;

describe('a page', () => {
  it('shows where the next begins when there is more', () => {
    expect(pageOf([1, 2, 3], told, itself, String)).toEqual({
      items: ['1', '2'],
      nextCursor: encodeCursor(2),
      asOfPosition: 9,
    });
  });

  it.each([[[]], [[1]], [[1, 2]]])('is the last with the rows %j', (rows: number[]) => {
    expect(pageOf(rows, told, itself, itself)).toEqual({ items: rows, nextCursor: null, asOfPosition: 9 });
  });
});

describe('waiting for a projection', () => {
  it('is over when it has read far enough', async () => {
    let position = 5;
    expect(await untilRead(7, () => position++)).toBe(7);
  });

  it('is not asked for by most', async () => {
    expect(await untilRead(undefined, () => 5)).toBe(5);
  });

  it('ends with how far it is', async () => {
    await expect(untilRead(7, () => 5, 20)).rejects.toMatchObject({
      code: 'projection-behind',
      told: { values: { position: 5 } },
    });
  });
});
