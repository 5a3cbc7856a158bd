import type { CodeEntry, CodeSystem, Policy, PolicySelector } from '@bihuan/reference';
import { calendarDays, hours, workingDays, workingMinutes } from './stage-policies.js';

const handling = (policyId: string, precedence: number, selector: PolicySelector, limit: Policy['limit']): Policy => ({
  policyId,
  stage: 'HANDLING',
  selector,
  precedence,
  limit,
});

const WITH_CONDITION = 220;
const WITH_CATEGORY = 200;

function policiesOf(codeSystem: string, { code, matterKind, conditions }: CodeEntry): readonly Policy[] {
  const policyId = `H_${matterKind}_${code}`;
  const category = { codeSystem, categoryCode: code };
  const [only] = conditions;
  if (only && conditions.length === 1) return [handling(policyId, WITH_CATEGORY, category, only.limit)];
  return conditions.map(({ filingCondition, limit }) =>
    handling(`${policyId}_${filingCondition}`, WITH_CONDITION, { ...category, filingCondition }, limit),
  );
}

/** The limits of a code table: of each filing condition, or of the category where it has one limit. */
export const policiesOfTable = ({ codeSystem, codes }: CodeSystem): readonly Policy[] => [
  ...codes.flatMap((entry) => policiesOf(codeSystem, entry)),
  handling('H_COMPONENT_ANY', WITH_CATEGORY, { codeSystem, categoryCode: 'C' }, workingMinutes(240)),
  handling('H_EVENT_ANY', WITH_CATEGORY, { codeSystem, categoryCode: 'E' }, workingMinutes(240)),
];

const inGrid: PolicySelector = { channel: ['GRID_APP', 'VISIT'] };
const dispute: PolicySelector = { matterKind: 'DISPUTE' };

/** The default handling limits that hang on no category (domain/time-limits.md §6). */
export const handlingPolicies: readonly Policy[] = [
  handling('H_REWORK', 450, { roundFrom: 2 }, { derive: 'HALF' }),
  handling('H_NONE', 440, { nature: 'WISH' }, null),
  {
    ...handling('H_PETITION', 430, { channel: 'PETITION' }, calendarDays(60)),
    extensionMax: calendarDays(30),
    legalBasis: '信访工作条例（2022）',
  },
  handling('H_EMERGENCY', 400, { urgency: 'EMERGENCY' }, hours(2)),
  handling('H_UTILITY', 300, { urgency: 'UTILITY' }, hours(24)),
  handling('H_HAZARD_MAJOR', 190, { matterKind: 'HAZARD', grade: 'MAJOR' }, hours(24)),
  handling('H_HAZARD_IMMEDIATE', 180, { rectificationMode: 'IMMEDIATE' }, { rule: 'UNTIL_DATE', until: 'START_DAY' }),
  handling(
    'H_HAZARD_DEADLINE',
    180,
    { rectificationMode: 'DEADLINE' },
    { rule: 'UNTIL_DATE', until: 'RECTIFY_BY', atMost: { rule: 'CALENDAR_DAYS', amount: 7 } },
  ),
  handling(
    'H_HAZARD_CONCENTRATED',
    180,
    { rectificationMode: 'CONCENTRATED' },
    { rule: 'UNTIL_DATE', until: 'CAMPAIGN_END' },
  ),
  handling('H_DISPUTE_SIMPLE', 150, { ...dispute, grade: 'GENERAL' }, calendarDays(1)),
  handling('H_DISPUTE_GENERAL', 150, { ...dispute, grade: 'IMPORTANT' }, calendarDays(7)),
  handling('H_DISPUTE_COMPLEX', 150, { ...dispute, grade: 'MAJOR' }, calendarDays(20)),
  handling('H_GRID_GENERAL', 120, { ...inGrid, grade: 'GENERAL' }, calendarDays(7)),
  handling('H_GRID_IMPORTANT', 120, { ...inGrid, grade: 'IMPORTANT' }, calendarDays(7)),
  handling('H_GRID_MAJOR', 120, { ...inGrid, grade: 'MAJOR' }, calendarDays(15)),
  handling('H_COMPLEX', 110, { urgency: 'COMPLEX' }, workingDays(15)),
  handling('H_CONSULT', 50, { nature: 'CONSULT' }, workingDays(2)),
  handling('H_HELP', 50, { nature: 'HELP' }, workingDays(5)),
  handling('H_SUGGESTION', 50, { nature: ['SUGGESTION', 'THANKS'] }, workingDays(10)),
  {
    ...handling('H_COMPLAINT', 50, { nature: ['COMPLAINT', 'REPORT'] }, workingDays(5)),
    legalBasis: '济南市12345条例 第二十四条；潍坊市12345条例 第二十条',
  },
  handling('H_DEFAULT', 0, {}, workingDays(5)),
];

/** Covers and road facilities of Zhanyi: the items of its list name it. */
export const zyRoad = handling('ZY_ROAD_2WD', 250, { itemOnly: true }, workingDays(2));
