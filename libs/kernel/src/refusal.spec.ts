import { type Refuse, refuserOf } from './refusal.js';

const texts = {
  DOOR_LOCKED: { kind: 'conflict', zh: '门已锁', en: 'The door is locked' },
  KEY_MISSING: { kind: 'invalid', zh: '没有钥匙', en: 'There is no key' },
} as const;
const refuse: Refuse<keyof typeof texts> = refuserOf(texts);

function lengthOf(key?: string): number {
  if (key === undefined) refuse('KEY_MISSING');
  return key.length;
}

describe('refusing with a code of a table', () => {
  it('carries the words of the code, and the values', () => {
    expect(() => refuse('DOOR_LOCKED', { door: 'front' })).toThrow(
      expect.objectContaining({ code: 'DOOR_LOCKED', text: texts.DOOR_LOCKED, values: { door: 'front' } }),
    );
  });

  it('carries no values when none are given', () => {
    expect(() => refuse('KEY_MISSING')).toThrow(expect.objectContaining({ code: 'KEY_MISSING', values: {} }));
  });

  it('ends what comes before it, for the compiler too', () => {
    expect(lengthOf('brass')).toBe(5);
    expect(() => lengthOf()).toThrow(expect.objectContaining({ code: 'KEY_MISSING' }));
  });
});
