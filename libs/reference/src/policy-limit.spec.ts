import { inForce } from './in-force.js';
import type { Policy, PolicyLimit } from './policy.js';
import { limitFor, type LimitBasis } from './policy-limit.js';

const empty = inForce('zhanyi', [], '2026-03-02T01:00:00.000Z');
const basis: LimitBasis = { startDay: '2025-08-07' };

const policy = (policyId: string, precedence: number, limit: PolicyLimit, roundFrom?: number): Policy => ({
  policyId,
  stage: 'HANDLING',
  selector: { roundFrom },
  precedence,
  limit,
});

const gives = (policies: readonly Policy[], round = 1, known: LimitBasis = basis) =>
  limitFor('HANDLING', { round }, { ...empty, policySet: { policySetVersion: 1, policies } }, known);

const fiveDays: PolicyLimit = { rule: 'WHOLE_WORKING_DAYS', amount: 5 };
const rework = policy('REWORK', 450, { derive: 'HALF' }, 2);
const helper = policy('CO', 0, { derive: 'SHARE', of: 'HANDLING', factor: 0.8 });

describe('the limit that policies give', () => {
  it('is that of the policy that wins', () => {
    const own = policy('OWN', 0, fiveDays);
    expect(gives([own])).toEqual({ policy: own, limit: fiveDays });
  });

  it('is no clock where the policy says so', () => {
    expect(gives([policy('NONE', 440, null), policy('OWN', 0, fiveDays)])).toMatchObject({ limit: null });
  });

  it('is unknown where no policy matches', () => {
    expect(gives([])).toBeUndefined();
  });

  // V30 of domain/time-limits.md.
  it.each([
    [
      { rule: 'WHOLE_WORKING_DAYS', amount: 5 },
      { rule: 'WHOLE_WORKING_DAYS', amount: 3, unit: 'DAY' },
    ],
    [
      { rule: 'ROLLING_WORKING_TIME', amount: 240 },
      { rule: 'ROLLING_WORKING_TIME', amount: 120, unit: 'MINUTE' },
    ],
    [
      { rule: 'CONTINUOUS', amount: 120 },
      { rule: 'CONTINUOUS', amount: 120, unit: 'MINUTE' },
    ],
    [
      { rule: 'UNTIL_DATE', until: 'START_DAY' },
      { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' },
    ],
    [null, null],
  ] as const)('of a rework is half of %j: %j', (other, half) => {
    expect(gives([rework, policy('OWN', 0, other)], 2)).toEqual({ policy: rework, limit: half });
  });

  it('of a rework is no clock where nothing else matches', () => {
    expect(gives([rework], 2)).toEqual({ policy: rework, limit: null });
  });

  it('of a rework is never the half of a half', () => {
    const later = policy('LATER', 460, { derive: 'HALF' }, 3);
    expect(gives([later, rework, policy('OWN', 0, fiveDays)], 3)).toMatchObject({ limit: { amount: 3 } });
  });

  // V29.
  it('of a helper is a share of the lead’s', () => {
    expect(gives([helper], 1, { ...basis, handling: fiveDays })).toMatchObject({
      limit: { rule: 'WHOLE_WORKING_DAYS', amount: 4 },
    });
  });

  it('of a helper is no clock where the lead has none', () => {
    expect(gives([helper], 1, { ...basis, handling: null })).toEqual({ policy: helper, limit: null });
  });

  it('of a helper is unknown where the lead’s is', () => {
    expect(gives([helper])).toBeUndefined();
  });
});

const until = (day: 'START_DAY' | 'RECTIFY_BY' | 'CAMPAIGN_END', amount?: number): Policy =>
  policy('UNTIL', 180, {
    rule: 'UNTIL_DATE',
    until: day,
    atMost: amount === undefined ? undefined : { rule: 'CALENDAR_DAYS', amount },
  });

describe('a limit that ends on a day', () => {
  it.each([
    ['the day the clock starts', until('START_DAY'), basis, '2025-08-07'],
    ['the day set for the rectification', until('RECTIFY_BY', 7), { ...basis, rectifyBy: '2025-08-10' }, '2025-08-10'],
    [
      'seven days on when a later day was set',
      until('RECTIFY_BY', 7),
      { ...basis, rectifyBy: '2025-09-01' },
      '2025-08-14',
    ],
    ['seven days on when none was set', until('RECTIFY_BY', 7), basis, '2025-08-14'],
    ['the end of the campaign', until('CAMPAIGN_END'), { ...basis, campaignEnd: '2025-10-08' }, '2025-10-08'],
  ])('ends on %s', (_, own, known, day) => {
    expect(gives([own], 1, known)).toEqual({ policy: own, limit: { rule: 'UNTIL_DATE', until: day } });
  });

  it('gives way to the next policy where the case names no such day', () => {
    const other = policy('OTHER', 0, fiveDays);
    expect(gives([until('CAMPAIGN_END'), other])).toEqual({ policy: other, limit: fiveDays });
  });
});
