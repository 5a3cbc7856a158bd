import { dateOf, dayOf, formatInstant, isWeekend, parseInstant, parseOffset, yearOf } from './civil-time.js';

describe('civil time by whole numbers', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2025-08-07', 20_307],
    ['2100-03-01', 47_541],
  ])('%s is day %i', (date, day) => {
    expect(dayOf(date)).toBe(day);
    expect(dateOf(day)).toBe(date);
  });

  it.each([
    ['1970-01-01T00:00:00.000Z', 0],
    ['2025-08-11T16:00:00.000Z', 1_754_928_000_000],
    ['1969-12-31T23:59:59.999Z', -1],
  ])('%s is %i milliseconds since 1970', (instant, ms) => {
    expect(parseInstant(instant)).toBe(ms);
    expect(formatInstant(ms)).toBe(instant);
  });

  it.each([
    '2025-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-1-1',
    '2025-01-01T00:00:00.000Z',
    '',
  ])('takes %p for no date', (text) => {
    expect(() => dayOf(text)).toThrow(new RangeError(`not a civil date: ${text}`));
  });

  it.each([
    '2025-08-07T15:19:00+08:00',
    '2025-08-07T15:19:00Z',
    '2025-08-07T24:00:00.000Z',
    '2025-08-07T15:60:00.000Z',
    '2025-02-30T15:19:00.000Z',
    '2025-08-07',
  ])('takes %p for no instant', (text) => {
    expect(() => parseInstant(text)).toThrow(new RangeError(`not an instant: ${text}`));
  });

  it('knows the weekends', () => {
    const week = ['2025-08-04', '2025-08-05', '2025-08-06', '2025-08-07', '2025-08-08', '2025-08-09', '2025-08-10'];
    expect(week.filter((date) => isWeekend(dayOf(date)))).toEqual(['2025-08-09', '2025-08-10']);
    expect(isWeekend(dayOf('1969-12-27'))).toBe(true);
  });

  it('knows the year of a day', () => {
    expect([dayOf('2025-12-31'), dayOf('2026-01-01')].map(yearOf)).toEqual([2025, 2026]);
  });

  it.each([
    ['+08:00', 28_800_000],
    ['-03:30', -12_600_000],
  ])('reads the offset %s', (offset, ms) => {
    expect(parseOffset(offset)).toBe(ms);
  });

  it.each(['Asia/Shanghai', '08:00', '+8', '+15:00'])('takes %p for no fixed offset', (offset) => {
    expect(() => parseOffset(offset)).toThrow(new RangeError(`not a fixed UTC offset: ${offset}`));
  });
});
