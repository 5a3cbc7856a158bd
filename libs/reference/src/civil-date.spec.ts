import { datesOfMonth, weekdayOf } from './civil-date.js';

describe('a civil date', () => {
  it.each([
    ['2025-08-07', 'THURSDAY'],
    ['2026-03-02', 'MONDAY'],
    ['1969-12-28', 'SUNDAY'],
  ])('%s is a %s', (date, weekday) => {
    expect(weekdayOf(date)).toBe(weekday);
  });

  it('of a leap February is one of 29', () => {
    expect(datesOfMonth(2028, 2)).toHaveLength(29);
    expect(datesOfMonth(2028, 2).at(-1)).toBe('2028-02-29');
  });
});
