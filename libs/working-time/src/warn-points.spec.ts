import { at, cd, cnState, countOf, minutes, rollingDays, until, wd, workingMinutes } from './calendars.contract.js';
import { deadline } from './deadline.js';
import type { Limit } from './limit.js';
import { warnPoints } from './warn-points.js';

const start = at('2025-08-07 15:19');
const counted = (limit: Limit) => countOf(start, limit, deadline(start, limit, cnState));
const hours = (amount: number): Limit => ({ rule: 'CONTINUOUS', amount, unit: 'HOUR' });

describe('warn points', () => {
  it.each([
    ['a short limit at 80 %', minutes(100), ['2025-08-07 16:39']],
    ['eight hours, the longest short limit, at 80 %', hours(8), ['2025-08-07 21:43']],
    ['rolling time as the rule counts it', workingMinutes(240), ['2025-08-08 08:31']],
    ['two rolling days at 75 % and a working day before', rollingDays(2), ['2025-08-08 15:19', '2025-08-11 09:19']],
    ['48 hours a day before, in the order of time', hours(48), ['2025-08-08 15:19', '2025-08-09 03:19']],
    ['a date of today that leaves more than eight hours', until('2025-08-07'), ['2025-08-07 21:49:45']],
    ['a date at its last day', until('2025-08-09'), ['2025-08-09 00:00', '2025-08-09 09:49:45']],
    ['calendar days at the last day they were moved to', cd(2), ['2025-08-10 21:49:45', '2025-08-11 00:00']],
  ])('of %s', (_, limit, points) => {
    expect(warnPoints(counted(limit), cnState)).toEqual(points.map(at));
  });

  it('of a date that leaves less than eight hours are one, at 80 %', () => {
    const limit = until('2025-08-07');
    const startAt = at('2025-08-07 17:00');
    const count = countOf(startAt, limit, deadline(startAt, limit, cnState));
    expect(warnPoints(count, cnState)).toEqual([at('2025-08-07 22:36')]);
  });

  it('that lie before the start are dropped', () => {
    const cut = { ...counted(wd(2)), dueAt: at('2025-08-07 19:19') };
    expect(warnPoints(cut, cnState)).toEqual([at('2025-08-07 18:19')]);
  });

  it('move with the deadline, and a single one stays single', () => {
    const moved = { ...counted(wd(1)), dueAt: at('2025-08-14 00:00') };
    expect(warnPoints(moved, cnState)).toEqual([at('2025-08-12 09:49:45')]);
  });
});
