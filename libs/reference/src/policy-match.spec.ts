import type { Policy, PolicySelector } from './policy.js';
import { couldTie, matchingPolicies, type PolicyFacts } from './policy-match.js';

const policy = (policyId: string, precedence: number, selector: PolicySelector = {}): Policy => ({
  policyId,
  stage: 'HANDLING',
  selector,
  precedence,
  limit: { rule: 'WHOLE_WORKING_DAYS', amount: 1 },
});

const winner = (facts: PolicyFacts, ...policies: Policy[]): string | undefined =>
  matchingPolicies('HANDLING', facts, { policySetVersion: 1, policies })[0]?.policyId;

const item: Policy = policy('ITEM', 250, { itemOnly: true });

describe('the policy of a stage', () => {
  it('is the one of highest precedence among those that match', () => {
    expect(winner({ urgency: 'UTILITY' }, policy('ALL', 0), policy('U', 300, { urgency: 'UTILITY' }))).toBe('U');
  });

  it('is the one with more fields where precedence is equal', () => {
    const facts = { codeSystem: 'T', categoryCode: 'C0102' } as const;
    const wide = policy('WIDE', 200, { categoryCode: 'C0102' });
    expect(winner(facts, wide, policy('NARROW', 200, { codeSystem: 'T', categoryCode: 'C' }))).toBe('NARROW');
  });

  it('is the one with the longer category prefix where the fields are as many', () => {
    const any = policy('ANY', 200, { categoryCode: 'C' });
    expect(winner({ categoryCode: 'C0102' }, any, policy('ONE', 200, { categoryCode: ['C02', 'C0102'] }))).toBe('ONE');
  });

  it('does not match what is not known of the case', () => {
    expect(winner({}, policy('ALL', 0), policy('MAJOR', 150, { grade: 'MAJOR' }))).toBe('ALL');
  });

  it('needs one of several values', () => {
    const grid = policy('GRID', 100, { channel: ['GRID_APP', 'VISIT'] });
    expect(winner({ channel: 'VISIT' }, policy('ALL', 0), grid)).toBe('GRID');
    expect(winner({ channel: 'WEB' }, policy('ALL', 0), grid)).toBe('ALL');
  });

  it('of a rework holds from the second round on', () => {
    const rework = policy('REWORK', 450, { roundFrom: 2 });
    expect(winner({ round: 1 }, policy('ALL', 0), rework)).toBe('ALL');
    expect(winner({ round: 2 }, policy('ALL', 0), rework)).toBe('REWORK');
  });

  it('of an item is taken only where the dispatch names it, and ranks at 250', () => {
    const policies = [policy('CONDITION', 220), item, policy('UTILITY', 300, { urgency: 'UTILITY' })];
    expect(winner({}, ...policies)).toBe('CONDITION');
    expect(winner({ limitPolicyId: 'ITEM' }, ...policies)).toBe('ITEM');
    expect(winner({ limitPolicyId: 'ITEM', urgency: 'UTILITY' }, ...policies)).toBe('UTILITY');
  });

  it('that a dispatch names ranks at 250 whatever its own precedence and selector are', () => {
    const named = policy('NAMED', 400, { grade: 'MAJOR' });
    expect(winner({ limitPolicyId: 'NAMED' }, policy('AT_250', 250), named)).toBe('NAMED');
    expect(winner({ limitPolicyId: 'NAMED' }, policy('AT_300', 300), named)).toBe('AT_300');
  });

  it('is none where no policy matches', () => {
    expect(winner({}, item)).toBeUndefined();
  });
});

describe('two policies of one precedence and as many fields', () => {
  it.each([
    ['could tie when they ask for different things', { grade: 'MAJOR' }, { urgency: 'COMPLEX' }, true],
    ['could tie when they share a value', { nature: ['HELP', 'OTHER'] }, { nature: 'OTHER' }, true],
    ['cannot tie when no case has both values', { nature: 'HELP' }, { nature: 'OTHER' }, false],
    ['cannot tie when one prefix is the longer', { categoryCode: 'C01' }, { categoryCode: 'C0102' }, false],
    ['cannot tie when only one asks for a category', { categoryCode: 'C01' }, { grade: 'MAJOR' }, false],
    ['could tie on the same prefix', { categoryCode: ['C01', 'C02'] }, { categoryCode: 'C02' }, true],
    ['could tie from a later round on', { roundFrom: 2 }, { roundFrom: 3 }, true],
    ['cannot tie when both wait for an item to name them', { itemOnly: true }, { itemOnly: true }, false],
  ] as const)('%s', (_, left, right, tie) => {
    expect(couldTie(policy('LEFT', 100, left), policy('RIGHT', 100, right))).toBe(tie);
  });

  it('of different stages never tie', () => {
    expect(couldTie(policy('LEFT', 0), { ...policy('RIGHT', 0), stage: 'CALLBACK' })).toBe(false);
  });
});
