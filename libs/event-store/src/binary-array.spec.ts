import {
  boolArray,
  byteaArray,
  hexArray,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
  uuidArray,
} from './binary-array.js';

const hex = (bytes: Buffer): string => bytes.toString('hex');
/** Written with blanks between header, length and elements. */
const told = (text: string): string => text.replaceAll(' ', '');

describe('an array in PostgreSQL’s binary form', () => {
  it('has no dimension when it is empty', () => {
    expect(hex(int4Array([]))).toBe('000000000000000000000017');
  });

  it('tells its type, its length, and each element with its size', () => {
    expect(hex(int4Array([1, -2]))).toBe(
      told('000000010000000000000017 0000000200000001 0000000400000001 00000004fffffffe'),
    );
  });

  it('tells an absent element as NULL, and that it has one', () => {
    expect(hex(textArray(['a', null, undefined]))).toBe(
      told('000000010000000100000019 0000000300000001 0000000161 ffffffff ffffffff'),
    );
  });

  it('tells text in UTF-8', () => {
    expect(hex(textArray(['案']))).toBe(told('000000010000000000000019 0000000100000001 00000003e6a188'));
  });

  it('tells an empty text as one', () => {
    expect(hex(textArray(['']))).toBe(told('000000010000000000000019 0000000100000001 00000000'));
  });

  it('tells a position in eight bytes, and yes and no in one', () => {
    expect(hex(int8Array([2 ** 40, -1]))).toBe(
      told('000000010000000000000014 0000000200000001 00000008 0000010000000000 00000008 ffffffffffffffff'),
    );
    expect(hex(boolArray([true, false]))).toBe(told('000000010000000000000010 0000000200000001 0000000101 0000000100'));
  });

  it('tells a UUID in 16 bytes', () => {
    expect(hex(uuidArray(['0190B1F2-0000-7000-8000-00000000000c']))).toBe(
      told('000000010000000000000b86 0000000100000001 00000010 0190b1f20000700080000000 0000000c'),
    );
  });

  it('tells bytes as they are, given as bytes or in hex', () => {
    const both = '000000010000000000000011 0000000100000001 000000020aff';
    expect([hex(byteaArray([Uint8Array.of(10, 255)])), hex(hexArray(['0aff']))]).toEqual([told(both), told(both)]);
  });

  it.each([
    ['2000-01-01T00:00:00.000Z', '0000000000000000'],
    ['2000-01-01T00:00:00.001Z', '00000000000003e8'],
    ['1999-12-31T23:59:59.999Z', 'fffffffffffffc18'],
  ])('tells %s in microseconds since 2000', (instant, bytes) => {
    expect(hex(timestamptzArray([instant]))).toBe(told(`0000000100000000000004a0 0000000100000001 00000008${bytes}`));
  });

  it.each([
    ['a UUID', () => uuidArray(['command-1']), 'command-1 is no UUID'],
    ['hex', () => hexArray(['xy']), 'xy is no hex'],
    ['a whole number', () => int8Array([1.5]), 'BigInt'],
    ['an instant', () => timestamptzArray(['yesterday']), 'BigInt'],
  ])('is refused for what is not %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
