import { idempotencyKeyOf, versionSeen } from './conditions.js';
import { Problem } from './problem.js';

describe('the version a caller last saw', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    ['"0"', 0],
    [' "12" ', 12],
  ])('of If-Match %s is %s', (header, version) => {
    expect(versionSeen(header)).toBe(version);
  });

  it.each(['', '12', 'W/"12"', '"1", "2"', '"-1"', '"1e3"', '"1234567890"'])('cannot be read from %s', (header) => {
    expect(() => versionSeen(header)).toThrow(Problem);
  });
});

describe('an idempotency key', () => {
  it.each([
    [undefined, undefined],
    ['k-1', 'k-1'],
    ['"k-1"', 'k-1'],
    ['"a b"', 'a b'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('written as %s is %s', (header, key) => {
    expect(idempotencyKeyOf(header)).toBe(key);
  });

  it.each(['', '""', 'a b', '键', '"a', 'a"b', 'x'.repeat(256), `"${'x'.repeat(256)}"`, '"a\tb"'])(
    'is not %j',
    (header) => {
      expect(() => idempotencyKeyOf(header)).toThrow(Problem);
    },
  );
});
