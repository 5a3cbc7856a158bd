import { instantOf, sqlTypes } from './sql-types.js';

const parsed = (oid: number, text: string): unknown => sqlTypes.getTypeParser(oid)(text);

describe('a value as our connections read it', () => {
  it.each([
    ['2026-03-02 01:00:00+00', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02 01:00:00.1+00', '2026-03-02T01:00:00.100Z'],
    ['2026-03-02 01:00:00.123+00', '2026-03-02T01:00:00.123Z'],
    ['2026-03-02 01:00:00.123999+00', '2026-03-02T01:00:00.123Z'],
  ])('tells the instant %s as %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  it('tells an instant as a string, a date as it stands, a position as a number and bytes as bytes', () => {
    expect([
      parsed(1184, '2026-03-02 01:00:00+00'),
      parsed(1082, '2026-03-02'),
      parsed(20, '9007199254740991'),
      parsed(17, String.raw`\x0aff`),
    ]).toEqual(['2026-03-02T01:00:00.000Z', '2026-03-02', 9007199254740991, Buffer.from([10, 255])]);
  });

  it('leaves other types to the driver', () => {
    expect([parsed(16, 't'), parsed(23, '7')]).toEqual([true, 7]);
  });

  it('refuses a number that JavaScript cannot hold', () => {
    expect(() => parsed(20, '9007199254740993')).toThrow(RangeError);
  });
});
