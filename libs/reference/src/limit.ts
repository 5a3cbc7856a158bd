import { z } from 'zod';

const amount = z.int().min(1);

const wholeDays = z.strictObject({
  rule: z.enum(['WHOLE_WORKING_DAYS', 'CALENDAR_DAYS']),
  amount,
  unit: z.literal('DAY').optional(),
});

const rolling = z.strictObject({
  rule: z.literal('ROLLING_WORKING_TIME'),
  amount,
  unit: z.enum(['SECOND', 'MINUTE', 'HOUR', 'DAY']).optional(),
});

const continuous = z.strictObject({
  rule: z.literal('CONTINUOUS'),
  amount,
  unit: z.enum(['SECOND', 'MINUTE', 'HOUR']).optional(),
});

/** 时限 as a tenant publishes it: a length of time, never a date. */
export const duration = z.discriminatedUnion('rule', [wholeDays, rolling, continuous]);
export type Duration = Readonly<z.infer<typeof duration>>;
