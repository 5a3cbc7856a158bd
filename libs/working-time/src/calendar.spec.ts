import { CalendarMissing } from './calendar-missing.js';
import {
  at,
  cd,
  cnState,
  cnStateSeasonal,
  cnStateStrict,
  minutes,
  rollingDays,
  until,
  wd,
  workingMinutes,
} from './calendars.contract.js';
import { cnStateYears } from './cn-state.js';
import { deadline } from './deadline.js';
import { isWorkingDay, workingDaysBetween, workingMsBetween } from './questions.js';

const monthEnds = (year: number) =>
  [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map(
    (last, nth) => `${year}-${String(nth + 1).padStart(2, '0')}-${last}`,
  );

const workingDaysByMonth = (year: number) => {
  const fromNewYear = monthEnds(year).map((end) => workingDaysBetween(`${year}-01-01`, end, cnState));
  return fromNewYear.map((days, nth) => days - (fromNewYear[nth - 1] ?? 0));
};

describe('the calendar CN-STATE', () => {
  it.each([
    [2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]],
    [2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]],
  ])('has the working days of each month of %i', (year, days) => {
    expect(workingDaysByMonth(year)).toEqual(days);
  });

  it.each(['2025', '2026'])('has 248 working days in %s', (year) => {
    expect(workingDaysBetween(`${year}-01-01`, `${year}-12-31`, cnState)).toBe(248);
  });

  it('names the days that are off and those made up for, by notice', () => {
    expect(cnStateYears.map(({ year, off, makeUp }) => [year, off.length, makeUp.length])).toEqual([
      [2025, 28, 5],
      [2026, 33, 6],
    ]);
  });

  it.each([
    ['a make-up Saturday', '2026-02-14', true],
    ['a Saturday', '2025-08-09', false],
    ['a holiday on a weekday', '2026-02-16', false],
    ['a Thursday', '2025-08-07', true],
  ])('says of %s whether it is worked', (_, date, works) => {
    expect(isWorkingDay(date, cnState)).toBe(works);
  });
});

describe('a year without calendar', () => {
  it.each([
    ['whole working days', wd(3), '2027-01-07 00:00'],
    ['rolling working time', rollingDays(3), '2027-01-06 09:00'],
    ['calendar days moved to a working day', cd(1), '2027-01-05 00:00'],
  ])('makes a count of %s provisional', (_, limit, due) => {
    expect(deadline(at('2026-12-31 09:00'), limit, cnState)).toMatchObject({ dueAt: at(due), provisional: true });
  });

  it('keeps Mondays to Fridays and the holidays of a fixed date', () => {
    const worked = ['2027-01-01', '2027-01-02', '2027-01-04', '2027-05-03', '2027-09-30', '2027-10-01', '2027-10-04'];
    expect(worked.filter((date) => isWorkingDay(date, cnState))).toEqual([
      '2027-01-04',
      '2027-05-03',
      '2027-09-30',
      '2027-10-04',
    ]);
  });

  it('is not asked by a count that ends at the end of the last known year', () => {
    expect(deadline(at('2026-12-30 09:00'), wd(1), cnStateStrict)).toEqual({
      dueAt: at('2027-01-01 00:00'),
      provisional: false,
      calendarVersion: 3,
    });
  });

  it.each([
    ['continuous time', minutes(600)],
    ['a date', until('2027-01-03')],
  ])('does not matter to %s', (_, limit) => {
    expect(deadline(at('2026-12-31 20:00'), limit, cnStateStrict)).toMatchObject({ provisional: false });
  });

  it.each([
    ['working days', wd(1)],
    ['working time', workingMinutes(1)],
    ['calendar days', cd(1)],
  ])('is refused for %s when the tenant says so', (_, limit) => {
    expect(() => deadline(at('2026-12-31 18:00'), limit, cnStateStrict)).toThrow(new CalendarMissing('CN-STATE', 2027));
  });

  it('names the calendar and the year that are missing', () => {
    expect(() => isWorkingDay('2027-03-01', cnStateStrict)).toThrow(
      expect.objectContaining({ name: 'CalendarMissing', calendarId: 'CN-STATE', year: 2027 }),
    );
  });

  it.each([
    ['working days', wd(1)],
    ['working time', workingMinutes(1)],
    ['calendar days', cd(1)],
    ['continuous time', minutes(1)],
    ['a date', until('2025-01-01')],
  ])('is refused before the first one, provisional or not, for %s', (_, limit) => {
    expect(() => deadline(at('2024-12-31 23:59'), limit, cnState)).toThrow(new CalendarMissing('CN-STATE', 2024));
  });

  it('is refused when no year is known at all', () => {
    expect(() => deadline(at('2025-08-07 15:19'), wd(1), { ...cnState, years: [] })).toThrow(
      new CalendarMissing('CN-STATE', 2025),
    );
  });

  it('is counted 200 years ahead, and no further', () => {
    expect(deadline(at('2226-12-01 09:00'), wd(1), cnState).provisional).toBe(true);
    expect(() => deadline(at('2227-01-01 09:00'), wd(1), cnState)).toThrow(new CalendarMissing('CN-STATE', 2227));
  });
});

describe('a notice that lists a day of another year', () => {
  it('is believed', () => {
    const early = { year: 2027, source: 'EXAMPLE', off: ['2026-12-31', '2027-01-01'], makeUp: ['2026-12-27'] };
    const loaded = { ...cnState, years: [...cnStateYears, early] };
    expect(['2026-12-27', '2026-12-31'].map((date) => isWorkingDay(date, loaded))).toEqual([true, false]);
  });
});

describe('working hours by season', () => {
  it.each([
    ['the usual hours', '2025-04-30 00:00', '2025-05-01 00:00', 480],
    ['the last day of the summer', '2025-09-30 00:00', '2025-10-01 00:00', 390],
    ['the first worked day of the summer', '2025-05-06 00:00', '2025-05-07 00:00', 390],
    ['the last day of the old year', '2025-12-31 00:00', '2026-01-01 00:00', 420],
    ['the end of a season over the new year', '2026-02-13 00:00', '2026-02-14 00:00', 420],
  ])('%s', (_, from, to, worked) => {
    expect(workingMsBetween(at(from), at(to), cnStateSeasonal)).toBe(worked * 60_000);
  });

  it('are those of each day that a count rolls over', () => {
    expect(deadline(at('2025-04-30 17:00'), workingMinutes(60 + 390), cnStateSeasonal).dueAt).toBe(
      at('2025-05-06 17:30'),
    );
  });
});
