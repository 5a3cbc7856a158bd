import { decrypt, encrypt, newDataKey, SealBroken } from './cipher.js';

const key = newDataKey();
const plain = Buffer.from('井盖破损');
const sealed = encrypt(key, 'txt_1', plain);

const flipped = (at: number): Buffer => {
  const copy = Buffer.from(sealed);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
};

describe('a sealed text', () => {
  it('opens under its key and its reference', () => {
    expect(decrypt(key, 'txt_1', sealed).toString()).toBe('井盖破损');
  });

  it('looks different each time it is sealed', () => {
    expect(encrypt(key, 'txt_1', plain).equals(sealed)).toBe(false);
  });

  it('may be empty', () => {
    expect(decrypt(key, 'txt_1', encrypt(key, 'txt_1', Buffer.alloc(0)))).toHaveLength(0);
  });

  it.each([
    ['with a changed nonce', key, 'txt_1', flipped(0)],
    ['with a changed text', key, 'txt_1', flipped(14)],
    ['with a changed tag', key, 'txt_1', flipped(sealed.length - 1)],
    ['that was cut short', key, 'txt_1', sealed.subarray(0, sealed.length - 1)],
    ['of which almost nothing is left', key, 'txt_1', sealed.subarray(0, 20)],
    ['in the row of another', key, 'txt_2', sealed],
    ['under another key', newDataKey(), 'txt_1', sealed],
  ])('does not open %s', (_, withKey, boundTo, kept) => {
    expect(() => decrypt(withKey, boundTo, kept)).toThrow(SealBroken);
  });
});
