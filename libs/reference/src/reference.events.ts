import { z } from 'zod';
import { civilDate, code } from './codes.js';

const contentHash = z.string().regex(/^[0-9a-f]{64}$/);
const version = z.int().min(1);
const count = z.int().min(0);
const validFrom = civilDate.optional();

const entry = <Owner extends 'intake' | 'routing' | 'supervision', Schema extends z.ZodType>(
  owner: Owner,
  schema: Schema,
) => ({ owner, schemaVersion: 1, schema }) as const;

/** Facts of the reference streams: what was published when, by whom, and the hash of its content. */
export const referenceCatalogue = {
  UnitsPublished: entry('routing', z.strictObject({ version, validFrom, count, contentHash })),
  GridsPublished: entry('routing', z.strictObject({ version, validFrom, count, contentHash })),
  AccountabilityListPublished: entry(
    'routing',
    z.strictObject({
      listId: code,
      listVersion: version,
      validFrom: civilDate,
      items: count,
      contentHash,
      supersedes: version.optional(),
    }),
  ),
  /** Nothing of the version holds after the day `validTo`. */
  AccountabilityListRetired: entry(
    'routing',
    z.strictObject({ listId: code, listVersion: version, validTo: civilDate }),
  ),
  CodeSystemPublished: entry(
    'intake',
    z.strictObject({ codeSystem: code, codeSystemVersion: code, validFrom, codes: count, contentHash }),
  ),
  SettingsPublished: entry('supervision', z.strictObject({ version, validFrom, contentHash })),
  CalendarPublished: entry(
    'supervision',
    z.strictObject({ calendarId: code, calendarVersion: version, year: z.int(), source: code, contentHash }),
  ),
  SlaPolicyPublished: entry(
    'supervision',
    z.strictObject({ policySetVersion: version, validFrom: civilDate, contentHash }),
  ),
};

type Catalogue = typeof referenceCatalogue;
export type ReferenceEventType = keyof Catalogue;
/** A fact of a reference stream. */
export type ReferenceEvent = {
  [Type in ReferenceEventType]: { readonly type: Type; readonly data: z.infer<Catalogue[Type]['schema']> };
}[ReferenceEventType];
