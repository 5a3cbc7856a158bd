import { z } from 'zod';
import { utcInstant } from './instants.js';
import { Problem } from './problem.js';

/** An instant that a cursor may begin after: one that the database knows too. */
export const cursorInstant = z.string().refine((text) => utcInstant(text) !== undefined);

/** An opaque cursor: what the next page begins after. */
export const encodeCursor = (after: unknown): string => Buffer.from(JSON.stringify(after)).toString('base64url');

/**
 * What a cursor says; undefined without one. It is no secret and no proof: whatever it says, the query still shows
 * only what its caller may see.
 * @throws Problem invalid-request when it is not as `encodeCursor` made it
 */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.infer<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const read = schema.safeParse(parsed(cursor));
  if (!read.success) throw badCursor();
  return read.data;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
}

const badCursor = (): Problem =>
  new Problem('invalid-request', {
    faults: [
      {
        pointer: '/cursor',
        in: 'query',
        code: 'malformed-cursor',
        zh: '不是本列表给出的游标',
        en: 'is not a cursor of this list',
      },
    ],
  });
