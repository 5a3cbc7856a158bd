import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';
import { Problem } from './problem.js';

const schema = z.tuple([z.string(), z.number()]);

describe('a cursor', () => {
  it('says what it was made of', () => {
    expect(decodeCursor(encodeCursor(['案件', 7]), schema)).toEqual(['案件', 7]);
  });

  it('is absent on the first page', () => {
    expect(decodeCursor(undefined, schema)).toBeUndefined();
  });

  it.each(['', 'abc', encodeCursor(['a']), encodeCursor({ a: 1 })])(
    'that was tampered with is refused: %s',
    (cursor) => {
      expect(() => decodeCursor(cursor, schema)).toThrow(Problem);
    },
  );
});
