import { z } from 'zod';
import { code, count, date, instant } from './field.js';

const amount = z.int().min(1);

/** 时限, as counted by `@bihuan/working-time`. */
const limit = z.discriminatedUnion('rule', [
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
]);

/** The limit of one clock, resolved: a replay reads it and computes nothing anew. */
export const terms = z.strictObject({
  policyId: code,
  policyVersion: count,
  limit,
  startAt: instant,
  /** Exclusive: at this instant the clock is late. */
  dueAt: instant,
  /** Of CALENDAR_DAYS: the last day before it was moved to a working day. */
  lastDay: date.optional(),
  calendarId: code,
  calendarVersion: count,
  /** Counted over a year whose calendar was not published yet. */
  provisional: z.boolean(),
  warnAt: z.array(instant),
  flags: z.array(z.enum(['UPSTREAM_TOO_LATE'])).optional(),
});
