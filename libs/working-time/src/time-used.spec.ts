import { at, cd, cnState, minutes, rollingDays, until, wd } from './calendars.contract.js';
import { lessUsed, usedDays, usedMs } from './time-used.js';

const start = at('2025-08-07 15:19');

describe('the time used', () => {
  const pauses = [{ pausedAt: at('2025-08-08 10:00'), resumedAt: at('2025-08-13 09:00') }];

  it('leaves the pauses out', () => {
    const until14 = at('2025-08-14 10:00');
    expect(usedMs({ startAt: start, limit: rollingDays(9), pauses }, until14, cnState)).toBe(
      (281 + 420 + 120) * 60_000,
    );
    expect(usedMs({ startAt: start, limit: minutes(9_000), pauses }, until14, cnState)).toBe((1_121 + 1_500) * 60_000);
    expect(usedDays({ startAt: start, limit: wd(9), pauses }, until14, cnState)).toBe(2);
    expect(usedDays({ startAt: start, limit: cd(9), pauses }, until14, cnState)).toBe(2);
  });

  it('stands still while a pause lasts', () => {
    const open = { startAt: start, limit: rollingDays(9), pauses: [{ pausedAt: at('2025-08-08 10:00') }] };
    expect(usedMs(open, at('2025-08-14 10:00'), cnState)).toBe(281 * 60_000);
  });

  it('knows nothing of a pause that is still to come', () => {
    expect(usedDays({ startAt: start, limit: wd(9), pauses }, at('2025-08-08 09:00'), cnState)).toBe(1);
  });

  it('is no milliseconds for a rule that counts days', () => {
    expect(usedMs({ startAt: start, limit: wd(2), pauses: [] }, at('2025-08-08 10:00'), cnState)).toBeUndefined();
  });
});

describe('the rest for the same unit again', () => {
  it.each([
    ['one day at least', wd(2), '2025-08-20 10:00', { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' }],
    ['60 minutes at least', minutes(120), '2025-08-07 17:00', { rule: 'CONTINUOUS', amount: 60, unit: 'MINUTE' }],
    ['calendar days by date', cd(7), '2025-08-10 10:00', { rule: 'CALENDAR_DAYS', amount: 4, unit: 'DAY' }],
    [
      'used minutes rounded up',
      minutes(240),
      '2025-08-07 15:29:01',
      { rule: 'CONTINUOUS', amount: 229, unit: 'MINUTE' },
    ],
    ['the date itself', until('2025-08-20'), '2025-08-10 10:00', until('2025-08-20')],
  ])('is %s', (_, limit, returned, rest) => {
    expect(lessUsed({ startAt: start, limit, pauses: [] }, at(returned), cnState)).toEqual(rest);
  });

  it('is a date as late as the pauses made it', () => {
    const pauses = [{ pausedAt: at('2025-08-08 10:00'), resumedAt: at('2025-08-10 10:00') }];
    const running = { startAt: start, limit: until('2025-08-20'), pauses };
    expect(lessUsed(running, at('2025-08-11 10:00'), cnState)).toEqual(until('2025-08-22'));
  });
});
