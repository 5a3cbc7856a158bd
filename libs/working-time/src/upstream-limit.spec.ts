import { at, cd, cnState, cnStateStrict, minutes, until, wd, workingMinutes } from './calendars.contract.js';
import { deadline } from './deadline.js';
import { InvalidLimit } from './invalid-limit.js';
import type { Limit } from './limit.js';
import { withUpstreamLimit } from './upstream-limit.js';

const start = at('2025-08-07 15:19');
const hours = (amount: number): Limit => ({ rule: 'CONTINUOUS', amount, unit: 'HOUR' });

describe('an upstream limit', () => {
  const own = deadline(start, wd(5), cnState);
  const cut = (externalDueAt: string, buffer: Limit) =>
    withUpstreamLimit(own, { startAt: start, externalDueAt: at(externalDueAt), buffer }, cnState);

  it.each([
    ['far off', '2025-09-01 10:00', workingMinutes(240)],
    ['a little later than buffer and own limit', '2025-08-15 12:01', workingMinutes(240)],
    ['as late as both', '2025-08-15 12:00', workingMinutes(240)],
  ])('that is %s cuts nothing', (_, external, buffer) => {
    expect(cut(external, buffer)).toBe(own);
  });

  it('asks for no calendar of a year that it does not touch', () => {
    const demand = { startAt: start, externalDueAt: at('2027-03-01 10:00'), buffer: workingMinutes(240) };
    expect(withUpstreamLimit(own, demand, cnStateStrict)).toBe(own);
  });

  it.each([
    ['hours', hours(5), '2025-08-13 12:00'],
    ['whole working days', wd(1), '2025-08-13 00:00'],
    ['calendar days', cd(4), '2025-08-10 00:00'],
    ['working time back to an opening', workingMinutes(180), '2025-08-13 14:00'],
    ['working days that pass the start, which is skipped', wd(5), '2025-08-13 17:00'],
    ['calendar days that pass the start, which is skipped', cd(9), '2025-08-13 17:00'],
  ])('keeps a buffer of %s', (_, buffer, due) => {
    expect(cut('2025-08-13 17:00', buffer)).toEqual({ dueAt: at(due), provisional: false, calendarVersion: 3 });
  });

  it('that is over before we begin leaves the least time and says so', () => {
    expect(cut('2025-08-01 10:00', workingMinutes(240))).toEqual({
      dueAt: at('2025-08-07 16:19'),
      provisional: false,
      calendarVersion: 3,
      flags: ['UPSTREAM_TOO_LATE'],
    });
  });

  it('does not lengthen an own limit that is shorter than the least time', () => {
    const short = deadline(start, minutes(30), cnState);
    const demand = { startAt: start, externalDueAt: at('2025-08-07 15:30'), buffer: workingMinutes(240) };
    expect(withUpstreamLimit(short, demand, cnState)).toEqual({ ...short, flags: ['UPSTREAM_TOO_LATE'] });
  });

  it('counted back from a year that nobody has announced is provisional', () => {
    const late = deadline(at('2026-12-20 09:00'), cd(60), cnState);
    const demand = { startAt: at('2026-12-20 09:00'), externalDueAt: at('2027-01-05 17:00'), buffer: wd(2) };
    expect(withUpstreamLimit(late, demand, cnState)).toMatchObject({
      dueAt: at('2027-01-01 00:00'),
      provisional: true,
    });
  });

  it('has no date for a buffer', () => {
    expect(() => cut('2025-08-13 17:00', until('2025-08-12'))).toThrow(new InvalidLimit('UNIT'));
  });
});
