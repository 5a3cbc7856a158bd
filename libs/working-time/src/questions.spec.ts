import { at, cnState, nightShift } from './calendars.contract.js';
import {
  civilDateOf,
  dateAfter,
  instantAfter,
  isOfficeHours,
  msBetween,
  startOfDate,
  workingDaysBetween,
  workingMsBetween,
} from './questions.js';

describe('questions about local time', () => {
  it('finds the civil date of an instant on the wall clock of the tenant', () => {
    expect(civilDateOf('2025-08-07T16:00:00.000Z', cnState)).toBe('2025-08-08');
    expect(civilDateOf('2025-08-07T15:59:59.999Z', cnState)).toBe('2025-08-07');
    expect(civilDateOf('2025-08-07T03:29:59.999Z', { utcOffset: '-03:30' })).toBe('2025-08-06');
  });

  it('finds where a date begins', () => {
    expect(startOfDate('2025-08-08', cnState)).toBe('2025-08-07T16:00:00.000Z');
    expect(startOfDate('2025-08-08', nightShift)).toBe('2025-08-08T03:30:00.000Z');
  });

  it('adds days and milliseconds, and measures between instants', () => {
    expect(dateAfter('2024-02-28', 1)).toBe('2024-02-29');
    expect(dateAfter('2025-01-01', -1)).toBe('2024-12-31');
    expect(instantAfter('2025-12-31T23:59:59.999Z', 1)).toBe('2026-01-01T00:00:00.000Z');
    expect(msBetween('2025-08-07T00:00:00.500Z', '2025-08-07T00:00:00.000Z')).toBe(-500);
  });

  it('counts the working days after one date up to another', () => {
    expect(workingDaysBetween('2025-08-08', '2025-08-13', cnState)).toBe(3);
    expect(workingDaysBetween('2025-08-13', '2025-08-08', cnState)).toBe(-3);
    expect(workingDaysBetween('2025-08-09', '2025-08-10', cnState)).toBe(0);
  });

  it('measures working time', () => {
    expect(workingMsBetween(at('2025-08-07 15:19'), at('2025-08-08 10:00'), cnState)).toBe(281 * 60_000);
    expect(workingMsBetween(at('2025-08-08 18:00'), at('2025-08-11 08:00'), cnState)).toBe(0);
  });

  it.each([
    ['at the opening', '2025-08-07 08:00', true],
    ['at the end of the morning', '2025-08-07 12:00', false],
    ['before the close', '2025-08-07 17:59:59', true],
    ['at the close', '2025-08-07 18:00', false],
    ['on a Saturday', '2025-08-09 10:00', false],
    ['on a Saturday that is worked', '2026-02-14 10:00', true],
  ])('knows %s whether it is office hours', (_, instant, open) => {
    expect(isOfficeHours(at(instant), cnState)).toBe(open);
  });

  it('takes office hours of their own instead of the working hours', () => {
    const late = [{ from: '18:00', to: '24:00' }];
    expect(isOfficeHours(at('2025-08-07 23:59'), cnState, late)).toBe(true);
    expect(isOfficeHours(at('2025-08-07 10:00'), cnState, late)).toBe(false);
  });
});
