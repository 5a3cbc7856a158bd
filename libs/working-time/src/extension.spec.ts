import { at, cd, cnState, countOf, minutes, rollingDays, until, wd, workingMinutes } from './calendars.contract.js';
import { deadline } from './deadline.js';
import { extend } from './extension.js';
import { InvalidLimit } from './invalid-limit.js';
import type { Limit } from './limit.js';

const counted = (start: string, limit: Limit) => countOf(at(start), limit, deadline(at(start), limit, cnState));

describe('an extension', () => {
  it.each([
    ['a date by days', until('2025-08-10'), cd(3), '2025-08-14 00:00'],
    ['a date that has the least time', until('2025-08-07'), cd(1), '2025-08-09 00:00'],
    ['continuous time by hours', minutes(60), { rule: 'CONTINUOUS', amount: 2, unit: 'HOUR' }, '2025-08-07 18:19'],
    ['continuous time by days', minutes(60), cd(1), '2025-08-08 16:19'],
    ['whole days by days of rolling time', wd(2), rollingDays(1), '2025-08-13 00:00'],
    ['rolling time by minutes', workingMinutes(60), workingMinutes(161), '2025-08-08 09:00'],
  ] as const)('lengthens %s', (_, limit, add, due) => {
    expect(extend(counted('2025-08-07 15:19', limit), add, cnState).dueAt).toBe(at(due));
  });

  it('counts from the last day though the calendar days were recorded without one', () => {
    const count = { startAt: at('2025-08-08 09:00'), limit: cd(7), dueAt: at('2025-08-16 00:00') };
    expect(extend(count, cd(3), cnState).lastDay).toBe('2025-08-18');
  });

  it.each([
    ['minutes to days', wd(2), minutes(60)],
    ['working minutes to days', cd(2), workingMinutes(60)],
    ['a date to days', cd(2), until('2025-09-01')],
    ['a date to minutes', minutes(60), until('2025-09-01')],
    ['a date to a date', until('2025-08-10'), until('2025-09-01')],
  ])('cannot add %s', (_, limit, add) => {
    expect(() => extend(counted('2025-08-07 15:19', limit), add, cnState)).toThrow(new InvalidLimit('UNIT'));
  });
});
