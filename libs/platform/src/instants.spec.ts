import { durationMs, isCivilDate, utcInstant } from './instants.js';

describe('an instant', () => {
  it.each([
    ['2025-08-07T15:19:00+08:00', '2025-08-07T07:19:00.000Z'],
    ['2025-08-07t15:19:00.1239z', '2025-08-07T15:19:00.123Z'],
    ['2024-02-29T23:59:59-00:00', '2024-02-29T23:59:59.000Z'],
    ['2025-12-31T23:00:00-05:30', '2026-01-01T04:30:00.000Z'],
  ])('written as %s is %s', (text, utc) => {
    expect(utcInstant(text)).toBe(utc);
  });

  it.each([
    '2025-08-07T15:19:00',
    '2025-08-07 15:19:00Z',
    '2025-08-07T15:19Z',
    '2025-02-29T00:00:00Z',
    '2025-04-31T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-08-07T24:00:00Z',
    '2025-08-07T15:60:00Z',
    '2016-12-31T23:59:60Z',
    '2025-08-07T15:19:00+24:00',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+08:00',
    '9999-12-31T23:59:59-08:00',
    '',
  ])('is not %s', (text) => {
    expect(utcInstant(text)).toBeUndefined();
  });
});

describe('a civil date', () => {
  it.each([
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2025-02-29', false],
    ['2025-00-10', false],
    ['2025-10-00', false],
    ['2025-1-1', false],
    ['2025-10-32', false],
  ])('%s exists: %s', (text, isReal) => {
    expect(isCivilDate(text)).toBe(isReal);
  });
});

describe('a duration', () => {
  it.each([
    ['PT25H', 90_000_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['P2W', 1_209_600_000],
    ['PT0S', 0],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '-PT1H', 'PT1.5H', '25h', 'P1W2D'])('is not %s', (text) => {
    expect(durationMs(text)).toBeUndefined();
  });
});
