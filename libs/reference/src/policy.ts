import { z } from 'zod';
import { channels, code, grades, matterKinds, natures, rectificationModes, slaStages, urgencies } from './codes.js';
import type { Immutable } from './immutable.js';
import { duration } from './limit.js';

/** A field that may name one value or several. */
const oneOrMore = <Value extends z.ZodType>(value: Value) => z.union([value, z.array(value).min(1).max(100)]);

/** When a policy matches; every field given must. */
const selector = z.strictObject({
  urgency: oneOrMore(z.enum(urgencies)).optional(),
  nature: oneOrMore(z.enum(natures)).optional(),
  matterKind: oneOrMore(z.enum(matterKinds)).optional(),
  codeSystem: oneOrMore(code).optional(),
  /** Beginnings of category codes. */
  categoryCode: oneOrMore(code).optional(),
  filingCondition: oneOrMore(z.int().min(1)).optional(),
  rectificationMode: oneOrMore(z.enum(rectificationModes)).optional(),
  grade: oneOrMore(z.enum(grades)).optional(),
  channel: oneOrMore(z.enum(channels)).optional(),
  sourceSystem: oneOrMore(code).optional(),
  roundFrom: z.int().min(1).optional(),
  /** Matches only where the dispatch names the policy in `limitPolicyId`. */
  itemOnly: z.literal(true).optional(),
});

/** A limit that ends on a day known from the case. `atMost` holds it back, and stands in for a date not named. */
const untilDay = z.strictObject({
  rule: z.literal('UNTIL_DATE'),
  until: z.enum(['START_DAY', 'RECTIFY_BY', 'CAMPAIGN_END']),
  atMost: z.strictObject({ rule: z.literal('CALENDAR_DAYS'), amount: z.int().min(1) }).optional(),
});

/** Half of what the other policies of the stage give (重办). */
const half = z.strictObject({ derive: z.literal('HALF') });
/** A share of the limit of another stage (协办). */
const share = z.strictObject({
  derive: z.literal('SHARE'),
  of: z.literal('HANDLING'),
  factor: z.number().gt(0).lte(1),
});

/** 时限规则 of one stage. */
const policy = z.strictObject({
  policyId: code,
  stage: z.enum(slaStages),
  selector: selector.default({}),
  precedence: z.int().min(0).max(1000),
  /** null is no clock at all. */
  limit: z.union([duration, untilDay, half, share]).nullable(),
  /** In all, over every extension of one clock. */
  extensionMax: duration.optional(),
  /** Percents of the time at which to warn, in place of the default points. */
  warn: z.array(z.int().min(1).max(99)).max(5).optional(),
  calendarId: code.optional(),
  legalBasis: z.string().min(1).max(500).optional(),
});

export const policies = z.strictObject({ policies: z.array(policy).min(1).max(5000) });

export type Policy = Immutable<z.infer<typeof policy>>;
export type PolicySelector = Policy['selector'];
export type PolicyLimit = Policy['limit'];
export type Policies = Immutable<z.infer<typeof policies>>;

/** A published version; version 0 is that of a tenant that has published none. */
export interface PolicySet extends Policies {
  readonly policySetVersion: number;
}
