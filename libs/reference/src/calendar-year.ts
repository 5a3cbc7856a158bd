import { z } from 'zod';
import { civilDate, code } from './codes.js';
import type { Immutable } from './immutable.js';

/** One year of a calendar as published. */
export const calendarYear = z.strictObject({
  calendarId: code,
  year: z.int().min(1950).max(2200),
  /** Where it was announced. */
  source: code,
  off: z.array(civilDate).max(366),
  makeUp: z.array(civilDate).max(366),
  /** Working days of January to December: a check on the days above. */
  workingDaysPerMonth: z.array(z.int().min(0).max(31)).length(12).optional(),
});

export type PublishedCalendarYear = Immutable<z.infer<typeof calendarYear>>;
