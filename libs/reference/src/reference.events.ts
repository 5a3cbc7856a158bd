import { z } from 'zod';
import { civilDate, code } from './codes.js';

const contentHash = z.string().regex(/^[0-9a-f]{64}$/);
const version = z.int().min(1);
const count = z.int().min(0);
const validFrom = civilDate.optional();

const entry = <Owner extends 'intake' | 'routing' | 'supervision', Shape extends z.core.$ZodLooseShape>(
  owner: Owner,
  streamType: string,
  says: string,
  shape: Shape,
) => ({ owner, streamType, schemaVersion: 1, schema: z.strictObject(shape).describe(says) }) as const;

/** Facts of the reference streams: what was published when, by whom, and the hash of its content. */
export const referenceCatalogue = {
  UnitsPublished: entry('routing', 'units', '承办单位: the whole set.', { version, validFrom, count, contentHash }),
  GridsPublished: entry('routing', 'grids', '网格: the whole set.', { version, validFrom, count, contentHash }),
  AccountabilityListPublished: entry('routing', 'accountability-list', '确权清单: the whole list.', {
    listId: code,
    listVersion: version,
    validFrom: civilDate,
    items: count,
    contentHash,
    supersedes: version.optional(),
  }),
  AccountabilityListRetired: entry(
    'routing',
    'accountability-list',
    '确权清单: nothing of the version holds after the day `validTo`.',
    { listId: code, listVersion: version, validTo: civilDate },
  ),
  CodeSystemPublished: entry('intake', 'code-system', '分类代码表: the whole table.', {
    codeSystem: code,
    codeSystemVersion: code,
    validFrom,
    codes: count,
    contentHash,
  }),
  SettingsPublished: entry('supervision', 'settings', '设置: the whole record.', { version, validFrom, contentHash }),
  CalendarPublished: entry('supervision', 'calendar', '工作日历: one year.', {
    calendarId: code,
    calendarVersion: version,
    year: z.int(),
    source: code,
    contentHash,
  }),
  SlaPolicyPublished: entry('supervision', 'sla-policy', '时限规则: the whole set.', {
    policySetVersion: version,
    validFrom: civilDate,
    contentHash,
  }),
};

type Catalogue = typeof referenceCatalogue;
export type ReferenceEventType = keyof Catalogue;
/** A fact of a reference stream. */
export type ReferenceEvent = {
  [Type in ReferenceEventType]: { readonly type: Type; readonly data: z.infer<Catalogue[Type]['schema']> };
}[ReferenceEventType];
