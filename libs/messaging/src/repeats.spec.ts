import { recordedIn } from '@bihuan/testing';
import { Repeats } from './repeats.js';

const told = (version: number, epoch = 1, streamId = 'case-1') => ({
  epoch,
  event: recordedIn('case', streamId, { type: 'CaseAccepted', data: {}, meta: { version } }),
});
const among = (...received: readonly ReturnType<typeof told>[]): boolean[] => {
  const repeats = new Repeats();
  return received.map((one) => repeats.isRepeat(one));
};

describe('what a relay sends again', () => {
  it('is a version that is not above the last of its stream', () => {
    expect(among(told(1), told(2), told(2), told(1), told(3))).toEqual([false, false, true, true, false]);
  });

  it('is known stream by stream', () => {
    expect(among(told(5), told(2, 1, 'case-2'), told(5, 1, 'case-2'))).toEqual([false, false, false]);
  });

  it('is none where the ledger was taken back: from then on versions are given anew', () => {
    expect(among(told(12), told(10, 2), told(10, 2), told(11, 2), told(13, 1))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });
});
