import type { CodeEntry, Duration } from '@bihuan/reference';

/** 大类 with its 小类, each written `code name limit/limit/…`: one limit for each filing condition. */
export interface LargeClass {
  readonly code: string;
  readonly name: string;
  readonly smallClasses: readonly string[];
}

// Two digits, a name that may hold anything, and limits without a blank.
const SMALL_CLASS = /^(?<small>\d\d) (?<name>.+) (?<limits>\S+)$/;
const LIMIT = /^(?<amount>\d+)(?<unit>UD|U|h|d)$/;

const HOURS_PER_DAY = 24;

/** U continuous hours, UD continuous days, h working hours, d working days. */
function limitOf(text: string): Duration {
  const { amount: digits, unit } = LIMIT.exec(text)?.groups ?? {};
  const amount = Number(digits);
  if (unit === 'U') return { rule: 'CONTINUOUS', amount, unit: 'HOUR' };
  if (unit === 'UD') return { rule: 'CONTINUOUS', amount: amount * HOURS_PER_DAY, unit: 'HOUR' };
  if (unit === 'h') return { rule: 'ROLLING_WORKING_TIME', amount, unit: 'HOUR' };
  if (unit === 'd') return { rule: 'ROLLING_WORKING_TIME', amount, unit: 'DAY' };
  throw new Error(`not a limit: ${text}`);
}

function entryOf(text: string, matterKind: 'COMPONENT' | 'EVENT', parent: string): CodeEntry {
  const { small, name, limits } = SMALL_CLASS.exec(text)?.groups ?? {};
  if (small === undefined || name === undefined || limits === undefined) throw new Error(`not a small class: ${text}`);
  const conditions = limits.split('/').map((limit, index) => ({ filingCondition: index + 1, limit: limitOf(limit) }));
  return { code: `${parent}${small}`, name, matterKind, parent, conditions };
}

/** The codes of large classes: letter, large class, small class (`C0102`). @throws Error when a line cannot be read */
export function codesOf(
  matterKind: 'COMPONENT' | 'EVENT',
  letter: 'C' | 'E',
  classes: readonly LargeClass[],
): readonly CodeEntry[] {
  return classes.flatMap(({ code, smallClasses }) =>
    smallClasses.map((text) => entryOf(text, matterKind, `${letter}${code}`)),
  );
}
