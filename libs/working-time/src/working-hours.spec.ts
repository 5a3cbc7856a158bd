import { dayHoursOf, momentExceeding, momentReaching, workUntil } from './working-hours.js';

const HOUR = 3_600_000;
const day = dayHoursOf([
  { from: '08:00', to: '12:00' },
  { from: '14:00', to: '24:00' },
]);

describe('the hours of one day', () => {
  it('add up', () => {
    expect(day.totalMs).toBe(14 * HOUR);
  });

  it.each([
    ['before the opening', 7, 0],
    ['in the noon break', 13, 4],
    ['in the afternoon', 15, 5],
    ['at the end of the day', 24, 14],
  ])('%s leave so much done', (_, moment, worked) => {
    expect(workUntil(day, moment * HOUR)).toBe(worked * HOUR);
  });

  it('are reached at the end of a span, and exceeded from the next opening', () => {
    expect(momentReaching(day, 4 * HOUR)).toBe(12 * HOUR);
    expect(momentExceeding(day, 4 * HOUR)).toBe(14 * HOUR);
  });

  it('hold no more than they hold', () => {
    expect(() => momentReaching(day, 14 * HOUR + 1)).toThrow(
      new RangeError('a day has less work than was asked of it'),
    );
    expect(() => momentExceeding(day, 14 * HOUR)).toThrow(new RangeError('a day has less work than was asked of it'));
  });
});
