import { bodyHmac } from './fingerprint.js';

const key = Buffer.alloc(32, 1);

describe('the fingerprint of a body', () => {
  it('does not depend on the order of its fields, at any depth', () => {
    expect(bodyHmac(key, { a: 1, b: { c: [{ d: 1, e: 2 }] } })).toEqual(
      bodyHmac(key, { b: { c: [{ e: 2, d: 1 }] }, a: 1 }),
    );
  });

  it('depends on the order of its lists', () => {
    expect(bodyHmac(key, { a: [1, 2] })).not.toEqual(bodyHmac(key, { a: [2, 1] }));
  });

  it('depends on the key', () => {
    expect(bodyHmac(key, { a: 1 })).not.toEqual(bodyHmac(Buffer.alloc(32, 2), { a: 1 }));
  });

  it('is the same for no body and an empty one', () => {
    expect(bodyHmac(key, undefined)).toEqual(bodyHmac(key, {}));
  });
});
