import { type Calendar, coReportLimit, dateAfter, type Limit, reworkLimit } from '@bihuan/working-time';
import { calendarOf } from './look-ups.js';
import type { SlaStage } from './codes.js';
import type { Policy, PolicyLimit } from './policy.js';
import { matchingPolicies, type PolicyFacts } from './policy-match.js';
import type { ReferenceData } from './reference-data.js';

/** From what a limit may be taken; dates are civil dates of the tenant's zone. */
export interface LimitBasis {
  /** Day on which the clock starts. */
  readonly startDay: string;
  readonly rectifyBy?: string | undefined;
  readonly campaignEnd?: string | undefined;
  /** Limit of the lead's HANDLING clock: what CO_REPORT takes its share of; null when the lead has no clock. */
  readonly handling?: Limit | null | undefined;
}

/** The policy that wins and what it gives; a limit of null is no clock. */
export interface PolicyTerms {
  readonly policy: Policy;
  readonly limit: Limit | null;
}

type DerivedLimit = Extract<PolicyLimit, { readonly derive: string }>;
type UntilDay = Extract<PolicyLimit, { readonly rule: 'UNTIL_DATE' }>;

/** The date, held back by `atMost`; undefined when there is neither. */
function untilOf({ until, atMost }: UntilDay, { startDay, rectifyBy, campaignEnd }: LimitBasis): string | undefined {
  const named = { START_DAY: startDay, RECTIFY_BY: rectifyBy, CAMPAIGN_END: campaignEnd }[until];
  const latest = atMost && dateAfter(startDay, atMost.amount);
  if (named === undefined || latest === undefined) return named ?? latest;
  return named < latest ? named : latest;
}

const isDerived = (limit: PolicyLimit): limit is DerivedLimit => limit !== null && 'derive' in limit;

const isHalf = ({ limit }: Policy): boolean => isDerived(limit) && limit.derive === 'HALF';

/** A limit, null for no clock, undefined where the basis lacks what the policy is taken from. */
type Given = Limit | null | undefined;

function derived(limit: DerivedLimit, others: readonly Policy[], basis: LimitBasis, calendar: Calendar): Given {
  if (limit.derive === 'HALF') {
    return reworkLimit(firstOf(others, basis, calendar)?.limit ?? undefined, calendar) ?? null;
  }
  return basis.handling ? coReportLimit(basis.handling, calendar, limit.factor) : basis.handling;
}

function given({ limit }: Policy, others: readonly Policy[], basis: LimitBasis, calendar: Calendar): Given {
  if (isDerived(limit)) return derived(limit, others, basis, calendar);
  if (limit === null || limit.rule !== 'UNTIL_DATE') return limit;
  const until = untilOf(limit, basis);
  return until === undefined ? undefined : { rule: 'UNTIL_DATE', until };
}

/** The first of ranked policies that gives something. */
function firstOf(ranked: readonly Policy[], basis: LimitBasis, calendar: Calendar): PolicyTerms | undefined {
  for (const [rank, policy] of ranked.entries()) {
    const others = ranked.slice(rank + 1).filter((other) => !isHalf(other));
    const limit = given(policy, others, basis, calendar);
    if (limit !== undefined) return { policy, limit };
  }
  return undefined;
}

/**
 * What the policies of a stage give; undefined when none matches, and then there is no clock. A policy that needs a date
 * the case does not name (a campaign's end) gives way to the next.
 */
export const limitFor = (
  stage: SlaStage,
  facts: PolicyFacts,
  reference: Pick<ReferenceData, 'policySet' | 'settings' | 'calendars'>,
  basis: LimitBasis,
): PolicyTerms | undefined => {
  const ranked = matchingPolicies(stage, facts, reference.policySet);
  return firstOf(ranked, basis, calendarOf(ranked[0]?.calendarId, reference));
};
