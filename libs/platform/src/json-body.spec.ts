import { isJsonType, parseJsonBody } from './json-body.js';
import { jsonFaults, pointerToken } from './text-faults.js';

describe('a JSON body', () => {
  it('is what it says', () => {
    expect(parseJsonBody(Buffer.from('{"a":"井盖\\n\\t"}'))).toEqual({ a: '井盖\n\t' });
  });

  it('may be missing', () => {
    expect(parseJsonBody(Buffer.alloc(0))).toBeUndefined();
  });

  it('that is malformed is refused without a word of it', () => {
    expect(() => parseJsonBody(Buffer.from('{"phone":"13800000000'))).toThrow(
      expect.objectContaining({ message: 'invalid-request', code: 'invalid-request' }),
    );
  });

  it.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['APPLICATION/JSON;charset="UTF-8"', true],
    ['application/json; charset=gbk', false],
    ['application/jsonp', false],
    ['text/json', false],
    [undefined, false],
  ])('of type %s is taken: %s', (type, isTaken) => {
    expect(isJsonType(type)).toBe(isTaken);
  });
});

describe('what is wrong anywhere in JSON', () => {
  it('is told at its place, at most twenty times', () => {
    const faults = jsonFaults({ list: Array.from({ length: 50 }, () => '\u0007') });
    expect(faults.length).toBe(20);
    expect(faults.at(0)).toMatchObject({ pointer: '/list/49', code: 'control-character' });
  });

  it('is found in names too', () => {
    expect(jsonFaults({ 'a\u0000': 1 })).toMatchObject([{ pointer: '/a\u0000', code: 'control-character' }]);
  });

  it.each([2 ** 53, -(2 ** 53), Number.POSITIVE_INFINITY])('is the number %d', (number) => {
    expect(jsonFaults({ number })).toMatchObject([{ pointer: '/number', code: 'number-out-of-range' }]);
  });

  it('is nothing for a body of every allowed kind', () => {
    expect(jsonFaults({ text: '一\t二\r\n', number: 1.5, none: null, flag: true, list: [{}, []] })).toEqual([]);
  });

  it('is pointed at with escaped names', () => {
    expect(pointerToken('a~/b')).toBe('a~0~1b');
  });
});
