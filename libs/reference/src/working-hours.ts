import { z } from 'zod';

const wallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** Closed on the left, open on the right. */
const segment = z.strictObject({ from: wallTime, to: wallTime });
const monthDay = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);

export const segments = z.array(segment).min(1).max(10);

/** 作息, with seasons in which other segments hold. */
export const workingHours = z.strictObject({
  segments,
  seasons: z
    .array(z.strictObject({ from: monthDay, to: monthDay, segments }))
    .max(10)
    .default([]),
});
