import { type FieldFault, isCivilDate, Problem } from '@bihuan/platform';
import { kinds, type ReferenceKind, type RowFault, rowFaultTexts } from '@bihuan/reference';
import { z } from 'zod';

/** The field of a content that stands in the path. */
const keyFields: Partial<Record<ReferenceKind, string>> = {
  'accountability-list': 'listId',
  'code-system': 'codeSystem',
  calendar: 'calendarId',
};

const FIRST_DAY = { type: 'string', format: 'date', description: 'First day; without it at once.' };

/** A calendar is published by the year: its days say themselves when they are. */
const isDated = (kind: ReferenceKind): boolean => kind !== 'calendar';

/** JSON Schema of a publication's body, for the API document; what it is held against, less what stands in the path. */
export function bodySchema(kind: ReferenceKind): object {
  const { $schema: _, properties = {}, required = [], ...schema } = z.toJSONSchema(kinds[kind].schema, { io: 'input' });
  const isShown = (name: string): boolean => name !== keyFields[kind];
  const shown = Object.entries(properties).filter(([name]) => isShown(name));
  return {
    ...schema,
    required: required.filter(isShown),
    properties: { ...(isDated(kind) ? { validFrom: FIRST_DAY } : {}), ...Object.fromEntries(shown) },
  };
}

/**
 * A body taken apart: the content, with what stands in the path in its place, and the first day beside it. What no body
 * of this kind can be is left to the schema of the kind, which names every fault.
 * @throws Problem invalid-request
 */
export function partsOf(
  kind: ReferenceKind,
  key: string,
  body: unknown,
): { readonly content: unknown; readonly validFrom: string | undefined } {
  if (!isFields(body)) return { content: body, validFrom: undefined };
  const keyField = keyFields[kind];
  if (keyField !== undefined && Object.hasOwn(body, keyField)) throw refused([inPath(keyField)]);
  const named = keyField === undefined ? {} : { [keyField]: key };
  if (!isDated(kind)) return { content: { ...body, ...named }, validFrom: undefined };
  const { validFrom, ...content } = body;
  return { content: { ...content, ...named }, validFrom: firstDay(validFrom) };
}

/** As bad input is told, every fault at its place. */
export const refusedRows = (faults: readonly RowFault[]): Problem =>
  refused(faults.map(({ pointer, code }) => ({ pointer, code, ...rowFaultTexts[code] })));

const refused = (faults: readonly FieldFault[]): Problem => new Problem('invalid-request', { faults });

const isFields = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

function firstDay(validFrom: unknown): string | undefined {
  if (validFrom === undefined || validFrom === null) return undefined;
  if (typeof validFrom === 'string' && isCivilDate(validFrom)) return validFrom;
  const words = { code: 'date-expected', zh: '须为存在的日期（YYYY-MM-DD）', en: 'must be a real date (YYYY-MM-DD)' };
  throw refused([{ pointer: '/validFrom', ...words }]);
}

const inPath = (field: string): FieldFault => ({
  pointer: `/${field}`,
  code: 'unknown-field',
  zh: '已在路径中给出，不得重复',
  en: 'stands in the path and nowhere else',
});
