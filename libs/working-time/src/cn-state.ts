import type { CalendarYear } from './calendar.js';
import { dateOf, dayOf } from './civil-time.js';

const days = ([first, last]: readonly [string, string]): readonly string[] =>
  Array.from({ length: dayOf(last) - dayOf(first) + 1 }, (_, nth) => dateOf(dayOf(first) + nth));

const off2025 = [
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
] as const;

const off2026 = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
] as const;

/**
 * 国务院节假日安排, calendar CN-STATE, oldest first. Source: 2025 国办发明电〔2024〕12号; 2026 the notice of the State
 * Council's office of 2025-11-04.
 */
export const cnStateYears: readonly CalendarYear[] = [
  {
    year: 2025,
    source: 'GBFMD-2024-12',
    off: off2025.flatMap(days),
    makeUp: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    source: 'GWYBGT-2025-11-04',
    off: off2026.flatMap(days),
    makeUp: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];
