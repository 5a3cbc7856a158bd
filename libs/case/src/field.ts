import { code } from '@bihuan/reference';
import { z } from 'zod';

export { civilDate as date, code, unitIdCode as unitId } from '@bihuan/reference';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/**
 * Formats whose digits are random or a time: the scanner for identities passes them over. JSON Schema carries them in
 * `format`, so that a reader of the published schemas knows them as well.
 */
export const unscannedFormats: ReadonlySet<string> = new Set(['uuid', 'hash', 'ref', 'date-time']);

/** Version 7, or version 5 of a name; lower case. */
export const uuid = z
  .string()
  .regex(new RegExp(`^${UUID}$`))
  .meta({ format: 'uuid' });
/** ISO-8601 UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });
/** SHA-256 or a MAC of that length, 64 hex. */
export const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ format: 'hash' });
/** A pointer into the vault: prefix and UUID. */
export const refOf = (prefix: 'txt' | 'fil' | 'sub') =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${UUID}$`))
    .meta({ format: 'ref' });
/** A natural person in one case; that two are the same person is known to the vault alone. */
export const subjectRef = refOf('sub');
/** Code of a staff account, never a name. */
export const staffId = code;
/** A count: an integer from 0. */
export const count = z.int().min(0);
/** Integer Chinese cents. */
export const fen = z.int().min(0);
/** 1 for the first handling; grows only by a rework order or a reopening. */
export const round = z.int().min(1);
