import type { Verified } from '@bihuan/event-store';
import { linesOf } from './verify-ledger.handler.js';

const whole: Verified = {
  events: 120,
  streams: 7,
  seals: 3,
  sealedPosition: 118,
  headPosition: 118,
  anchor: 'agrees',
  anchoredAfter: 0,
  finding: undefined,
};
const sentenceOf = (told: Partial<Verified>) => linesOf({ ...whole, ...told }).at(-1);

describe('what verifying a ledger says', () => {
  it('is a table, and what it proves', () => {
    expect(linesOf(whole)).toEqual([
      'events              120',
      'streams             7',
      'seals               3',
      'sealed to position  118',
      'head position       118',
      'anchor file         agrees',
      '',
      'Unaltered up to position 118.',
    ]);
  });

  it('is no more than is sealed', () => {
    expect(sentenceOf({ headPosition: 120 })).toBe(
      'Unaltered up to position 118; what follows up to 120 is consistent, not sealed yet.',
    );
  });

  it('is less without the file outside the database', () => {
    expect(sentenceOf({ anchor: 'missing' })).toBe(
      'Internally consistent, not unaltered: there is no anchor file to hold it against.',
    );
  });

  it('begins where the file outside the database begins', () => {
    expect(sentenceOf({ anchor: 'late', anchoredAfter: 60 })).toBe(
      'Unaltered from position 61 on, where the anchor file begins, up to position 118.',
    );
  });

  it('names the first place that does not hold', () => {
    const finding = { position: 3, streamId: 'case-1', what: 'its hash is not that of what it says' };
    expect(sentenceOf({ finding })).toBe('ALTERED at position 3 of case-1: its hash is not that of what it says');
  });

  it('names a seal by its position alone', () => {
    const finding = { position: 9, streamId: undefined, what: 'seal 2 is not chained' };
    expect(sentenceOf({ finding })).toBe('ALTERED at position 9: seal 2 is not chained');
  });
});
