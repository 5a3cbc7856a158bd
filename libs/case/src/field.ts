import { code } from '@bihuan/reference';
import { z } from 'zod';

export { civilDate as date, code, unitIdCode as unitId } from '@bihuan/reference';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/**
 * Formats whose digits are random or a time: the scanner for identities passes them over. JSON Schema carries them in
 * `format`, so that a reader of the published schemas knows them as well.
 */
export const unscannedFormats: ReadonlySet<string> = new Set(['uuid', 'hash', 'ref', 'date-time']);

export const uuid = z
  .string()
  .regex(new RegExp(`^${UUID}$`))
  .meta({ format: 'uuid', description: 'Version 7, or version 5 of a name; lower case.' });
export const instant = z.iso.datetime({ precision: 3 }).describe('ISO-8601 UTC with milliseconds.');
export const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ format: 'hash', description: 'SHA-256 or a MAC of that length, 64 hex.' });
/** A pointer into the vault: prefix and UUID. */
export const refOf = (prefix: 'txt' | 'fil' | 'sub') =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${UUID}$`))
    .meta({ format: 'ref' });
export const subjectRef = refOf('sub').describe(
  'A natural person in one case; that two are the same person is known to the vault alone.',
);
export const staffId = code.describe('Code of a staff account, never a name.');
/** A count: an integer from 0. */
export const count = z.int().min(0);
export const fen = z.int().min(0).describe('Integer Chinese cents.');
export const round = z.int().min(1).describe('1 for the first handling; grows only by a rework order or a reopening.');

/** A payload, with its Chinese term and what whoever reads it must know: the published documents say it too. */
export const payload = <Shape extends z.core.$ZodLooseShape>(says: string, shape: Shape) =>
  z.strictObject(shape).describe(says);
