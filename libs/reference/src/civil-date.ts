import { dateAfter, msBetween } from '@bihuan/working-time';
import { type Weekday, weekdays } from './codes.js';

const A_MONDAY = '1970-01-05T00:00:00.000Z';
const DAY_MS = 86_400_000;

/** Weekday of a civil date. */
export function weekdayOf(date: string): Weekday {
  const days = Math.round(msBetween(A_MONDAY, `${date}T00:00:00.000Z`) / DAY_MS);
  return weekdays[((days % 7) + 7) % 7] ?? 'MONDAY';
}

/** Every date of a month (1 to 12), in order. */
export function datesOfMonth(year: number, month: number): readonly string[] {
  const prefix = `${year}-${String(month).padStart(2, '0')}-`;
  return Array.from({ length: 31 }, (_, day) => dateAfter(`${prefix}01`, day)).filter((date) =>
    date.startsWith(prefix),
  );
}
