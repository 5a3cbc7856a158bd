import type { CodeEntry, CodeSystem } from './code-system.js';

/**
 * Whether a category or a group covers a code. A code that is no group covers itself alone: dispute type OTHER must not
 * take OTHER_CIVIL with it.
 */
export const coversEntry = (prefix: string, { code, parent }: Pick<CodeEntry, 'code' | 'parent'>): boolean =>
  code === prefix || (parent ?? '').startsWith(prefix);

/** Entry of a code; undefined when the table has none. */
export const entryOf = (table: CodeSystem | undefined, categoryCode: string): CodeEntry | undefined =>
  table?.codes.find(({ code }) => code === categoryCode);
