import { type CodeEntry, type Duration, examine, inForce, readDocument } from '@bihuan/reference';
import { gbt30428, zyMatter } from './code-systems.js';
import { demoTenants, zhanyi } from './demo-tenants.js';

const NOW = '2025-08-07T07:20:00.000Z';
const reference = inForce('zhanyi', zhanyi.documents, NOW);

const spelt = ({ rule, amount, unit }: Duration): string => `${rule} ${amount} ${unit}`;

const ofKind = (matterKind: string): readonly CodeEntry[] =>
  gbt30428.codes.filter((entry) => entry.matterKind === matterKind);

/** How often each limit stands in the table, written as the table writes it. */
function totals(matterKind: string): Readonly<Record<string, number>> {
  const limits = ofKind(matterKind).flatMap(({ conditions }) => conditions.map(({ limit }) => spelt(limit)));
  const counted = [...new Set(limits)].map((limit) => [limit, limits.filter((other) => other === limit).length]);
  return Object.fromEntries(counted) as Record<string, number>;
}

describe('the code tables of the demonstration tenant', () => {
  it('have 98 small classes of events with 144 filing conditions', () => {
    expect(ofKind('EVENT')).toHaveLength(98);
    expect(ofKind('EVENT').flatMap(({ conditions }) => conditions)).toHaveLength(144);
  });

  it('have 92 small classes of components with 375 filing conditions', () => {
    expect(ofKind('COMPONENT')).toHaveLength(92);
    expect(ofKind('COMPONENT').flatMap(({ conditions }) => conditions)).toHaveLength(375);
  });

  it('give events the limits that their totals state', () => {
    expect(totals('EVENT')).toEqual({
      'ROLLING_WORKING_TIME 1 DAY': 30,
      'ROLLING_WORKING_TIME 2 DAY': 22,
      'ROLLING_WORKING_TIME 5 DAY': 19,
      'CONTINUOUS 2 HOUR': 17,
      'ROLLING_WORKING_TIME 4 HOUR': 17,
      'ROLLING_WORKING_TIME 2 HOUR': 15,
      'ROLLING_WORKING_TIME 3 DAY': 11,
      'CONTINUOUS 1 HOUR': 5,
      'ROLLING_WORKING_TIME 15 DAY': 4,
      'CONTINUOUS 48 HOUR': 3,
      'CONTINUOUS 24 HOUR': 1,
    });
  });

  it('give components the limits that their totals state', () => {
    expect(totals('COMPONENT')).toEqual({
      'ROLLING_WORKING_TIME 1 DAY': 113,
      'ROLLING_WORKING_TIME 3 DAY': 73,
      'ROLLING_WORKING_TIME 5 DAY': 67,
      'ROLLING_WORKING_TIME 2 DAY': 60,
      'ROLLING_WORKING_TIME 4 HOUR': 22,
      'CONTINUOUS 2 HOUR': 15,
      'ROLLING_WORKING_TIME 7 DAY': 9,
      'ROLLING_WORKING_TIME 2 HOUR': 7,
      'CONTINUOUS 4 HOUR': 4,
      'ROLLING_WORKING_TIME 10 DAY': 2,
      'ROLLING_WORKING_TIME 4 DAY': 1,
      'CONTINUOUS 1 HOUR': 1,
      'ROLLING_WORKING_TIME 15 DAY': 1,
    });
  });

  it('name a sewer cover with the limit of each of its conditions', () => {
    expect(gbt30428.codes.find(({ code }) => code === 'C0102')).toEqual({
      code: 'C0102',
      name: '污水井盖',
      matterKind: 'COMPONENT',
      parent: 'C01',
      conditions: [
        { filingCondition: 1, limit: { rule: 'CONTINUOUS', amount: 2, unit: 'HOUR' } },
        { filingCondition: 2, limit: { rule: 'ROLLING_WORKING_TIME', amount: 4, unit: 'HOUR' } },
        { filingCondition: 3, limit: { rule: 'ROLLING_WORKING_TIME', amount: 2, unit: 'DAY' } },
        { filingCondition: 4, limit: { rule: 'ROLLING_WORKING_TIME', amount: 5, unit: 'DAY' } },
      ],
    });
  });

  it('hold 17 dispute types, 5 hazards, 5 services, a care visit and a wish', () => {
    expect(zyMatter.codes).toHaveLength(29);
  });
});

describe('the demonstration tenant', () => {
  it('has 19 units, 9 grids, 19 items and 22 limits of stages', () => {
    expect(reference.units.size).toBe(19);
    expect(reference.grids.size).toBe(9);
    expect(reference.accountabilityList?.items).toHaveLength(19);
    expect(reference.policySet.policies.filter(({ stage }) => stage !== 'HANDLING')).toHaveLength(22);
  });

  it('has a handling limit for each filing condition, for both tables as a whole, and 22 others', () => {
    const conditions = 144 + 375;
    expect(reference.policySet.policies.filter(({ stage }) => stage === 'HANDLING')).toHaveLength(conditions + 2 + 22);
  });

  it('has the calendars of 2025 and 2026', () => {
    expect(reference.calendars.get('CN-STATE')?.years.map(({ year }) => year)).toEqual([2025, 2026]);
  });

  it('is named ZY, with all other settings at their defaults', () => {
    const { settings } = inForce('zhanyi', [], NOW);
    expect(reference.settings).toEqual({ ...settings, tenantCode: 'ZY' });
  });

  it('has one key for each role of the centre, two where duties are apart, and three for each other unit', () => {
    expect(zhanyi.keys).toHaveLength(16 + 3 * 18);
    expect(zhanyi.keys.find(({ keyId }) => keyId === 'zjj-handler-1')).toEqual({
      keyId: 'zjj-handler-1',
      role: 'UNIT_HANDLER',
      unitId: 'ZJJ',
      staffId: 'zjj-handler-1',
      gridCodes: [],
      sourceSystems: [],
    });
  });

  it('binds an integrator to every source and to no person', () => {
    const integrator = zhanyi.keys.find(({ role }) => role === 'INTEGRATOR');
    expect(integrator).not.toHaveProperty('staffId');
    expect(integrator?.sourceSystems).toContain('GRID_APP');
  });

  it('binds the grid workers to their grids', () => {
    const workers = zhanyi.keys.filter(({ role }) => role === 'GRID_WORKER');
    expect(workers.map(({ gridCodes }) => gridCodes)).toEqual([
      ['5303030020014B001', '5303030020014B002'],
      ['5303030020014B001', '5303030040014B001'],
    ]);
  });
});

describe('the tenants of a first start', () => {
  it.each(demoTenants.map(({ tenantId, documents }) => [tenantId, documents] as const))(
    '%s publishes nothing that its own rules refuse, in the order given',
    (tenantId, documents) => {
      const faults = documents.flatMap(
        ({ kind, content }, index) => examine(kind, content, inForce(tenantId, documents.slice(0, index), NOW)).faults,
      );
      expect(faults).toEqual([]);
    },
  );

  it('read their documents unchanged after they were stored', () => {
    const documents = demoTenants.flatMap((tenant) => tenant.documents);
    const stored = documents.map(({ kind, content, ...version }) =>
      readDocument(kind, version, JSON.parse(JSON.stringify(content))),
    );
    expect(stored).toStrictEqual(documents);
  });

  it('share no key', () => {
    const keyIds = demoTenants.flatMap(({ keys }) => keys.map(({ keyId }) => keyId));
    expect(new Set(keyIds).size).toBe(keyIds.length);
  });

  it('are Zhanyi and one with a single unit, an integrator and a clerk', () => {
    expect(
      demoTenants.map(({ tenantId, documents }) => [tenantId, inForce(tenantId, documents, NOW).units.size]),
    ).toEqual([
      ['zhanyi', 19],
      ['demo2', 1],
    ]);
    expect(demoTenants.at(-1)?.keys.map(({ role }) => role)).toEqual(['INTEGRATOR', 'CLERK']);
  });
});
