import { at, cd, cnState, minutes, rollingDays, wd, workingMinutes } from './calendars.contract.js';
import { deadline } from './deadline.js';
import { InvalidLimit } from './invalid-limit.js';
import type { Limit } from './limit.js';

describe('a limit that cannot be counted', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has the amount %p', (amount) => {
    expect(() => deadline(at('2025-08-07 15:19'), wd(amount), cnState)).toThrow(new InvalidLimit('AMOUNT'));
    expect(() => deadline(at('2025-08-07 15:19'), minutes(amount), cnState)).toThrow(new InvalidLimit('AMOUNT'));
  });

  it('counts continuous time in days', () => {
    const fromOutside: Limit = { ...rollingDays(1), rule: JSON.parse('"CONTINUOUS"') };
    expect(() => deadline(at('2025-08-07 15:19'), fromOutside, cnState)).toThrow(new InvalidLimit('UNIT'));
  });

  it.each([
    ['working days', wd(3_651)],
    ['calendar days', cd(3_651)],
    ['minutes', minutes(3_650 * 1_440 + 1)],
    ['working minutes', workingMinutes(3_650 * 480 + 1)],
    ['rolling days', rollingDays(3_651)],
  ])('is longer than ten years of %s', (_, limit) => {
    expect(() => deadline(at('2025-08-07 15:19'), limit, cnState)).toThrow(new InvalidLimit('TOO_LONG'));
  });

  it('is not one of ten years', () => {
    expect(deadline(at('2025-08-07 15:19'), rollingDays(3_650), cnState).provisional).toBe(true);
    expect(deadline(at('2025-08-07 15:19'), cd(3_650), cnState).lastDay).toBe('2035-08-05');
  });

  it('says why', () => {
    expect(new InvalidLimit('TOO_LONG')).toMatchObject({ name: 'InvalidLimit', reason: 'TOO_LONG' });
  });
});
