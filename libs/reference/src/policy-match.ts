import type { Channel, Grade, MatterKind, RectificationMode, RequestNature, SlaStage, Urgency } from './codes.js';
import type { Policy, PolicySelector, PolicySet } from './policy.js';

/** Rank of a policy that the item of the accountability list names. */
export const ITEM_PRECEDENCE = 250;

/** What is known of a case when a clock starts; what is absent matches no selector that asks for it. */
export interface PolicyFacts {
  /** Before the classification: the hint. */
  readonly urgency?: Urgency | undefined;
  readonly nature?: RequestNature | undefined;
  readonly matterKind?: MatterKind | undefined;
  readonly codeSystem?: string | undefined;
  readonly categoryCode?: string | undefined;
  readonly filingCondition?: number | undefined;
  readonly rectificationMode?: RectificationMode | undefined;
  readonly grade?: Grade | undefined;
  readonly channel?: Channel | undefined;
  readonly sourceSystem?: string | undefined;
  readonly round?: number | undefined;
  /** Of the dispatch. */
  readonly limitPolicyId?: string | undefined;
}

type ValueField = Exclude<keyof PolicySelector, 'categoryCode' | 'roundFrom' | 'itemOnly'>;

const VALUE_FIELDS: readonly ValueField[] = [
  'urgency',
  'nature',
  'matterKind',
  'codeSystem',
  'filingCondition',
  'rectificationMode',
  'grade',
  'channel',
  'sourceSystem',
];

/** The values of a selector's field; none when it asks for nothing. */
export const valuesOf = (
  selector: PolicySelector,
  field: ValueField | 'categoryCode',
): readonly (string | number)[] => {
  const wanted = selector[field];
  if (wanted === undefined) return [];
  return typeof wanted === 'object' ? wanted : [wanted];
};

/** Length of the longest prefix that covers the category: 0 when none is asked for, -1 when none covers it. */
function prefixLength(selector: PolicySelector, categoryCode = ''): number {
  const prefixes = valuesOf(selector, 'categoryCode').map(String);
  if (prefixes.length === 0) return 0;
  return Math.max(-1, ...prefixes.filter((prefix) => categoryCode.startsWith(prefix)).map(({ length }) => length));
}

function selects(selector: PolicySelector, facts: PolicyFacts): boolean {
  if (selector.itemOnly) return false;
  if (selector.roundFrom !== undefined && (facts.round ?? 1) < selector.roundFrom) return false;
  if (prefixLength(selector, facts.categoryCode) < 0) return false;
  return VALUE_FIELDS.every((field) => {
    const wanted = valuesOf(selector, field);
    const known = facts[field];
    return wanted.length === 0 || (known !== undefined && wanted.includes(known));
  });
}

const fieldsOf = (selector: PolicySelector): number =>
  Object.values(selector).filter((wanted) => wanted !== undefined).length;

const isNamed = ({ policyId }: Policy, facts: PolicyFacts): boolean => policyId === facts.limitPolicyId;

/** Precedence, then named by the item, then fields of the selector, then length of the category prefix. */
const rankOf = (policy: Policy, facts: PolicyFacts): readonly number[] => [
  isNamed(policy, facts) ? ITEM_PRECEDENCE : policy.precedence,
  isNamed(policy, facts) ? 1 : 0,
  fieldsOf(policy.selector),
  prefixLength(policy.selector, facts.categoryCode),
];

function byRank(left: readonly number[], right: readonly number[]): number {
  const differing = left.findIndex((rank, index) => rank !== right[index]);
  return differing < 0 ? 0 : (right[differing] ?? 0) - (left[differing] ?? 0);
}

/** The policies of a stage that match, the one that wins first. */
export const matchingPolicies = (stage: SlaStage, facts: PolicyFacts, { policies }: PolicySet): readonly Policy[] =>
  policies
    .filter((policy) => policy.stage === stage && (isNamed(policy, facts) || selects(policy.selector, facts)))
    .toSorted((left, right) => byRank(rankOf(left, facts), rankOf(right, facts)));

const share = <Value>(left: readonly Value[], right: readonly Value[]): boolean =>
  left.some((value) => right.includes(value));

/** Whether some case could match both policies with neither above the other. */
export function couldTie(left: Policy, right: Policy): boolean {
  const [mine, other] = [left.selector, right.selector];
  if (left.stage !== right.stage || left.precedence !== right.precedence) return false;
  if (mine.itemOnly || other.itemOnly || fieldsOf(mine) !== fieldsOf(other)) return false;
  const [categories, others] = [valuesOf(mine, 'categoryCode'), valuesOf(other, 'categoryCode')];
  // Of two prefixes that cover one code the longer wins; only the same prefix in both leaves it open.
  if (categories.length + others.length > 0 && !share(categories, others)) return false;
  return VALUE_FIELDS.every((field) => {
    const [wanted, wantedToo] = [valuesOf(mine, field), valuesOf(other, field)];
    return wanted.length === 0 || wantedToo.length === 0 || share(wanted, wantedToo);
  });
}
