import type { z } from 'zod';

/** Why a set may not be published, for people. */
export const rowFaultTexts = {
  'invalid-value': { zh: '取值不符合要求', en: 'The value does not fit its schema' },
  duplicate: { zh: '重复', en: 'Stands twice in the set' },
  'contradictory-range': { zh: '起止日期颠倒', en: 'Ends before it begins' },
  'unknown-unit': { zh: '单位不存在或已停用', en: 'No such unit in force' },
  'unknown-parent': { zh: '上级不存在', en: 'The parent is not in the set' },
  cycle: { zh: '上级关系成环', en: 'The parents form a circle' },
  'roster-mismatch': {
    zh: '轮驻单位须有值班日，其他单位不得有',
    en: 'A rotating unit needs a roster, no other has one',
  },
  'wrong-level': { zh: '网格层级不衔接', en: 'The level does not follow that of the parent' },
  'outside-parent': { zh: '不在上级区划之内', en: 'Lies outside the region of its parent' },
  'not-a-prefix': { zh: '上级代码不是本代码的前缀', en: 'The parent is not the beginning of the code' },
  'wrong-order': { zh: '顺序不对', en: 'Not in order' },
  'unknown-code-system': { zh: '代码体系不存在', en: 'No such code system in force' },
  'unknown-category': { zh: '类别代码不存在', en: 'No category has or begins with this code' },
  'unknown-policy': { zh: '时限规则不存在', en: 'No such handling policy in force' },
  'asset-owner-missing': { zh: '未列明权属', en: 'Names no asset owner to lead' },
  'pool-and-claim': { zh: '认领池只用于认领方式', en: 'A pool belongs to mode CLAIM, and to no other' },
  'could-tie': { zh: '与另一规则同级，无法取舍', en: 'Could tie with another policy of its stage' },
  'item-only-mixed': {
    zh: '仅供事项指定的规则不带其他条件，优先级为 250',
    en: 'An itemOnly policy has no other field and precedence 250',
  },
  'derived-from-itself': { zh: '按比例的规则不能取自本阶段', en: 'A share may not be taken of its own stage' },
  'unknown-calendar': { zh: '日历不存在', en: 'No such calendar in force' },
  'wrong-year': { zh: '日期不在该年', en: 'The date is of another year' },
  'off-and-make-up': { zh: '同日既休又班', en: 'Both off and worked' },
  'make-up-on-weekday': { zh: '调休上班日须为周末', en: 'A make-up working day falls on a weekend' },
  'working-days-differ': { zh: '每月工作日数不符', en: 'The working days of a month differ from the days listed' },
  'year-gap': { zh: '年份不连续', en: 'Leaves a gap between the years' },
  'unknown-zone': { zh: '时区不存在', en: 'No such time zone' },
  'daylight-saving': { zh: '不支持夏令时', en: 'A zone with daylight saving cannot be counted in' },
  'offset-differs': { zh: '时区与时差不符', en: 'The offset is not that of the zone' },
} as const;

export type RowFaultCode = keyof typeof rowFaultTexts;

/** One fault of a set, where it stands (JSON pointer, RFC 6901). */
export interface RowFault {
  readonly pointer: string;
  readonly code: RowFaultCode;
}

const escaped = (step: PropertyKey): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');

export const rowFault = (code: RowFaultCode, ...path: readonly PropertyKey[]): RowFault => ({
  pointer: path.map((step) => `/${escaped(step)}`).join(''),
  code,
});

/** Faults of shape; a field that is not known stands at its own pointer. */
export const shapeFaults = (error: z.ZodError): readonly RowFault[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => rowFault('invalid-value', ...issue.path, key))
      : [rowFault('invalid-value', ...issue.path)],
  );

/** The rows that repeat the key of an earlier row. */
export function repeated<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly number[] {
  const first = new Map<string, number>();
  rows.forEach((row, index) => {
    if (!first.has(keyOf(row))) first.set(keyOf(row), index);
  });
  return rows.flatMap((row, index) => (first.get(keyOf(row)) === index ? [] : [index]));
}

/** Whether both days are given and the last is before the first. */
export const endsBeforeItBegins = (row: {
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}): boolean => row.validFrom !== undefined && row.validTo !== undefined && row.validTo < row.validFrom;
