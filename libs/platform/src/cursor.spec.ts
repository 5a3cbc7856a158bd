import { z } from 'zod';
import { cursorInstant, decodeCursor, encodeCursor } from './cursor.js';
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

describe('an instant in a cursor', () => {
  it.each(['2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])('may be %s', (instant) => {
    expect(decodeCursor(encodeCursor(instant), cursorInstant)).toBe(instant);
  });

  it.each([
    '0000-01-01T00:00:00.000Z',
    '2025-02-30T00:00:00Z',
    '2025-01-01',
    'infinity',
    '2025-01-01T00:00:00.000Z\u0000',
  ])('is never %j', (instant) => {
    expect(() => decodeCursor(encodeCursor(instant), cursorInstant)).toThrow(Problem);
  });
});
