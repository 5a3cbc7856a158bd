import { z } from 'zod';
import { code, count, date, instant, payload } from './field.js';

const amount = z.int().min(1);

/** As counted by `@bihuan/working-time`. */
export const limit = z
  .discriminatedUnion('rule', [
    z.strictObject({
      rule: z.enum(['WHOLE_WORKING_DAYS', 'CALENDAR_DAYS']),
      amount,
      unit: z.literal('DAY').optional(),
    }),
    z.strictObject({
      rule: z.literal('ROLLING_WORKING_TIME'),
      amount,
      unit: z.enum(['SECOND', 'MINUTE', 'HOUR', 'DAY']).optional(),
    }),
    z.strictObject({ rule: z.literal('CONTINUOUS'), amount, unit: z.enum(['SECOND', 'MINUTE', 'HOUR']).optional() }),
    z.strictObject({ rule: z.literal('UNTIL_DATE'), until: date }),
  ])
  .describe('时限');

export const terms = payload('The limit of one clock, resolved: a replay reads it and computes nothing anew.', {
  policyId: code,
  policyVersion: count,
  limit,
  startAt: instant,
  dueAt: instant.describe('Exclusive: at this instant the clock is late.'),
  lastDay: date.optional().describe('Of CALENDAR_DAYS: the last day before it was moved to a working day.'),
  calendarId: code,
  calendarVersion: count,
  provisional: z.boolean().describe('Counted over a year whose calendar was not published yet.'),
  warnAt: z.array(instant),
  flags: z.array(z.enum(['UPSTREAM_TOO_LATE'])).optional(),
});
