import { inForce } from './in-force.js';
import { examine, kinds, type Publication, type PublishedDocument, readDocument, type ReferenceKind } from './kinds.js';
import { rowFaultTexts } from './row-fault.js';
import type { ReferenceData } from './reference-data.js';
import { referenceCatalogue } from './reference.events.js';

const NOW = '2026-03-02T01:00:00.000Z';
const first = { key: 'default', version: 1 };

const water = { unitId: 'WATER', name: 'Water', kind: 'BUREAU', level: 'COUNTY', regionCode: '530303000000' };
const handling = { policyId: 'ROAD', stage: 'HANDLING', precedence: 0, limit: { rule: 'CONTINUOUS', amount: 30 } };
const cover = { code: 'C0102', name: 'Cover', matterKind: 'COMPONENT', parent: 'C01' };
const table = { codeSystem: 'T', codeSystemVersion: '1', codes: [cover] };
const year2025 = { calendarId: 'CN', year: 2025, source: 'N1', off: ['2025-01-01'], makeUp: ['2025-01-26'] };

const published: readonly PublishedDocument[] = [
  readDocument('calendar', { key: 'CN', version: 1 }, year2025),
  readDocument('units', first, { units: [water] }),
  readDocument('code-system', { key: 'T', version: 1 }, table),
  readDocument('sla-policy', first, { policies: [handling] }),
];

const known: ReferenceData = inForce('zhanyi', published, NOW);

/** Rows of a set: the same row, with what a test says else. */
const rowsOf = (row: object, changes: readonly object[]) => changes.map((change) => Object.assign({}, row, change));

const units = (...changes: object[]) => ({ units: rowsOf(water, changes) });

const square = [
  [103.8, 25.5],
  [103.9, 25.5],
  [103.9, 25.6],
];
const street = { gridCode: 'G1', label: 'Street', level: 1, kind: 'BIG', regionCode: '530303002000', polygon: square };
const village = { ...street, gridCode: 'G2', parentGridCode: 'G1', level: 2, regionCode: '530303002001' };
const grids = (...rows: object[]) => ({ grids: rows });

const codes = (...changes: object[]) => ({ ...table, codes: rowsOf(cover, changes) });

const item = {
  itemId: 'I-1',
  matter: { matterKind: 'COMPONENT', codeSystem: 'T', categoryCodes: ['C01'] },
  leadRule: { rule: 'FIXED', unitId: 'WATER' },
  mode: 'DIRECTED',
  level: 'COUNTY',
  limitPolicyId: 'ROAD',
};
const items = (...changes: object[]) => ({ listId: 'L', items: rowsOf(item, changes) });

const policies = (...changes: object[]) => ({ policies: rowsOf(handling, changes) });

const calendar = (change: object) => ({ ...year2025, ...change });
const settings = (change: object) => ({ tenantCode: 'ZY', defaultCalendarId: 'CN', ...change });

describe('publishing a set', () => {
  it.each([
    ['units', units({})],
    ['units', units({ residency: 'ROTATING', roster: ['MONDAY'] }, { unitId: 'W2', parentUnitId: 'WATER' })],
    ['grids', grids(street, village)],
    ['code-system', codes({})],
    ['accountability-list', items({})],
    ['sla-policy', policies({})],
    ['calendar', calendar({ year: 2026, off: ['2026-01-01'], makeUp: ['2026-01-04'] })],
    ['settings', settings({})],
  ] as const)('%s in good order are let in', (kind, body) => {
    expect(examine(kind, body, known).faults).toEqual([]);
  });

  it.each([
    ['units', units({}, { unitId: 'Water' }), '/units/1/unitId', 'duplicate'],
    ['units', units({ parentUnitId: 'MOON' }), '/units/0/parentUnitId', 'unknown-parent'],
    ['units', units({ parentUnitId: 'WATER' }), '/units/0/parentUnitId', 'cycle'],
    ['units', units({ validFrom: '2026-02-01', validTo: '2026-01-31' }), '/units/0/validTo', 'contradictory-range'],
    ['units', units({ residency: 'ROTATING' }), '/units/0/roster', 'roster-mismatch'],
    ['units', units({ roster: ['MONDAY'] }), '/units/0/roster', 'roster-mismatch'],
    ['units', units({ colour: 'red' }), '/units/0/colour', 'invalid-value'],
    ['units', units({ regionCode: '5303' }), '/units/0/regionCode', 'invalid-value'],
    ['grids', grids(street, street), '/grids/1/gridCode', 'duplicate'],
    ['grids', grids(village), '/grids/0/parentGridCode', 'unknown-parent'],
    ['grids', grids({ ...street, level: 2 }), '/grids/0/level', 'wrong-level'],
    ['grids', grids(street, { ...village, level: 3 }), '/grids/1/level', 'wrong-level'],
    ['grids', grids(street, { ...village, regionCode: '530303004001' }), '/grids/1/regionCode', 'outside-parent'],
    [
      'grids',
      grids({ ...street, contacts: [{ unitId: 'MOON', role: 'CONTACT' }] }),
      '/grids/0/contacts/0/unitId',
      'unknown-unit',
    ],
    ['code-system', codes({}, {}), '/codes/1/code', 'duplicate'],
    ['code-system', codes({ parent: 'E01' }), '/codes/0/parent', 'not-a-prefix'],
    [
      'code-system',
      codes({ conditions: [{ filingCondition: 2, limit: handling.limit }] }),
      '/codes/0/conditions/0/filingCondition',
      'wrong-order',
    ],
    ['accountability-list', items({}, {}), '/items/1/itemId', 'duplicate'],
    [
      'accountability-list',
      items({ leadRule: { rule: 'FIXED', unitId: 'MOON' } }),
      '/items/0/leadRule/unitId',
      'unknown-unit',
    ],
    [
      'accountability-list',
      items({ coRule: [{ rule: 'TERRITORY' }, { rule: 'FIXED', unitIds: ['WATER', 'MOON'] }] }),
      '/items/0/coRule/1/unitIds/1',
      'unknown-unit',
    ],
    [
      'accountability-list',
      items({ assetOwners: [{ attribute: 'PLACE_TYPE', value: 'ROAD', unitId: 'MOON' }] }),
      '/items/0/assetOwners/0/unitId',
      'unknown-unit',
    ],
    [
      'accountability-list',
      items({ mode: 'CLAIM', leadRule: { rule: 'POOL', unitIds: ['MOON'] } }),
      '/items/0/leadRule/unitIds/0',
      'unknown-unit',
    ],
    [
      'accountability-list',
      items({ matter: { matterKind: 'COMPONENT', codeSystem: 'U' } }),
      '/items/0/matter/codeSystem',
      'unknown-code-system',
    ],
    [
      'accountability-list',
      items({ matter: { matterKind: 'COMPONENT', categoryCodes: ['C01', 'C09'] } }),
      '/items/0/matter/categoryCodes/1',
      'unknown-category',
    ],
    [
      'accountability-list',
      items({ matter: { matterKind: 'EVENT', categoryCodes: ['C01'] } }),
      '/items/0/matter/categoryCodes/0',
      'unknown-category',
    ],
    ['accountability-list', items({ limitPolicyId: 'MOON' }), '/items/0/limitPolicyId', 'unknown-policy'],
    [
      'accountability-list',
      items({ validFrom: '2026-02-01', validTo: '2026-01-31' }),
      '/items/0/validTo',
      'contradictory-range',
    ],
    [
      'accountability-list',
      items({ leadRule: { rule: 'ASSET_OWNER' } }),
      '/items/0/assetOwners',
      'asset-owner-missing',
    ],
    ['accountability-list', items({ mode: 'CLAIM' }), '/items/0/leadRule', 'pool-and-claim'],
    [
      'accountability-list',
      items({ leadRule: { rule: 'POOL', unitIds: ['WATER'] } }),
      '/items/0/leadRule',
      'pool-and-claim',
    ],
    ['sla-policy', policies({}, { precedence: 1 }), '/policies/1/policyId', 'duplicate'],
    ['sla-policy', policies({}, { policyId: 'OTHER' }), '/policies/1', 'could-tie'],
    [
      'sla-policy',
      policies({ selector: { itemOnly: true }, precedence: 200 }),
      '/policies/0/selector',
      'item-only-mixed',
    ],
    [
      'sla-policy',
      policies({ selector: { itemOnly: true, grade: 'MAJOR' }, precedence: 250 }),
      '/policies/0/selector',
      'item-only-mixed',
    ],
    [
      'sla-policy',
      policies({ limit: { derive: 'SHARE', of: 'HANDLING', factor: 0.8 } }),
      '/policies/0/limit/of',
      'derived-from-itself',
    ],
    ['sla-policy', policies({ calendarId: 'MOON' }), '/policies/0/calendarId', 'unknown-calendar'],
    [
      'sla-policy',
      policies({ selector: { codeSystem: 'U' } }),
      '/policies/0/selector/codeSystem',
      'unknown-code-system',
    ],
    [
      'sla-policy',
      policies({ selector: { categoryCode: ['C01', 'C09'] } }),
      '/policies/0/selector/categoryCode',
      'unknown-category',
    ],
    [
      'sla-policy',
      policies({ limit: { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'HOUR' } }),
      '/policies/0/limit',
      'invalid-value',
    ],
    ['calendar', calendar({ off: ['2026-01-01'] }), '/off/0', 'wrong-year'],
    ['calendar', calendar({ off: ['2025-01-02', '2025-01-01'] }), '/off/1', 'wrong-order'],
    ['calendar', calendar({ off: ['2025-01-26'] }), '/makeUp/0', 'off-and-make-up'],
    ['calendar', calendar({ makeUp: ['2025-01-27'] }), '/makeUp/0', 'make-up-on-weekday'],
    ['calendar', calendar({ year: 2027, off: [], makeUp: [] }), '/year', 'year-gap'],
    [
      'calendar',
      calendar({ workingDaysPerMonth: [22, 20, 21, 22, 22, 21, 23, 21, 22, 23, 20, 23] }),
      '/workingDaysPerMonth/0',
      'working-days-differ',
    ],
    ['settings', settings({ timeZone: 'Europe/Berlin', utcOffset: '+01:00' }), '/timeZone', 'daylight-saving'],
    ['settings', settings({ timeZone: 'Moon/Crater' }), '/timeZone', 'unknown-zone'],
    ['settings', settings({ utcOffset: '+07:00' }), '/utcOffset', 'offset-differs'],
    ['settings', settings({ feedbackReviewSteps: ['CENTRE', 'CENTRE'] }), '/feedbackReviewSteps/1', 'duplicate'],
    ['settings', settings({ feedbackReviewSteps: [] }), '/feedbackReviewSteps', 'invalid-value'],
    ['settings', settings({ defaultCalendarId: 'MOON' }), '/defaultCalendarId', 'unknown-calendar'],
    [
      'settings',
      settings({ officeHours: [{ from: '12:00', to: '08:00' }] }),
      '/officeHours/0/to',
      'contradictory-range',
    ],
    [
      'settings',
      settings({
        workingHours: {
          segments: [
            { from: '08:00', to: '12:00' },
            { from: '11:00', to: '18:00' },
          ],
        },
      }),
      '/workingHours/segments/1/from',
      'wrong-order',
    ],
    ['settings', settings({ holidays: 3 }), '/holidays', 'invalid-value'],
    ['settings', {}, '/tenantCode', 'invalid-value'],
  ] as const)('%s: %j is refused at %s as %s', (kind, body, pointer, code) => {
    expect(examine(kind, body, known).faults).toEqual([{ pointer, code }]);
  });

  it('names every fault of every row', () => {
    const body = units({ parentUnitId: 'MOON', roster: ['MONDAY'] }, { unitId: 'W2', parentUnitId: 'MARS' });
    expect(examine('units', body, known).faults).toEqual([
      { pointer: '/units/0/roster', code: 'roster-mismatch' },
      { pointer: '/units/0/parentUnitId', code: 'unknown-parent' },
      { pointer: '/units/1/parentUnitId', code: 'unknown-parent' },
    ]);
  });

  it('escapes what a JSON pointer cannot hold', () => {
    expect(examine('settings', settings({ 'a/b~c': 1 }), known).faults).toEqual([
      { pointer: '/a~1b~0c', code: 'invalid-value' },
    ]);
  });

  it('lets a new tenant name its calendar before it has one', () => {
    expect(examine('settings', { tenantCode: 'ZY' }, inForce('zhanyi', [], NOW)).faults).toEqual([]);
  });

  it('has words in both languages for each fault', () => {
    const words = Object.values(rowFaultTexts).flatMap(({ zh, en }) => [zh, en]);
    expect(words.filter((text) => text.length === 0)).toEqual([]);
  });
});

/** What publishing a set says. @throws Error when the set is refused */
function factOf(kind: ReferenceKind, body: unknown, publication: Publication) {
  const examined = examine(kind, body, known);
  if (examined.faults.length > 0 || examined.content === undefined) throw new Error('refused');
  return examined.fact(publication);
}

describe('the fact of a publication', () => {
  const publication = { version: 2, today: '2026-03-02', contentHash: 'a'.repeat(64) };
  const { contentHash } = publication;

  it.each([
    ['units', units({}), { type: 'UnitsPublished', data: { version: 2, count: 1, contentHash } }],
    ['grids', grids(street), { type: 'GridsPublished', data: { version: 2, count: 1, contentHash } }],
    [
      'code-system',
      codes({}),
      { type: 'CodeSystemPublished', data: { codeSystem: 'T', codeSystemVersion: '1', codes: 1, contentHash } },
    ],
    [
      'accountability-list',
      items({}),
      {
        type: 'AccountabilityListPublished',
        data: { listId: 'L', listVersion: 2, validFrom: '2026-03-02', items: 1, contentHash, supersedes: 1 },
      },
    ],
    [
      'sla-policy',
      policies({}),
      { type: 'SlaPolicyPublished', data: { policySetVersion: 2, validFrom: '2026-03-02', contentHash } },
    ],
    [
      'calendar',
      year2025,
      {
        type: 'CalendarPublished',
        data: { calendarId: 'CN', calendarVersion: 2, year: 2025, source: 'N1', contentHash },
      },
    ],
    ['settings', settings({}), { type: 'SettingsPublished', data: { version: 2, contentHash } }],
  ] as const)('of %s says what was published', (kind, body, fact) => {
    expect(factOf(kind, body, publication)).toEqual(fact);
  });

  it('names the first day where one was given', () => {
    expect(factOf('units', units({}), { ...publication, validFrom: '2026-04-01' })).toEqual({
      type: 'UnitsPublished',
      data: { version: 2, validFrom: '2026-04-01', count: 1, contentHash },
    });
  });

  it('stands on the stream of its own key', () => {
    expect(examine('accountability-list', items({}), known)).toMatchObject({ faults: [], key: 'L' });
    expect(examine('code-system', codes({}), known)).toMatchObject({ faults: [], key: 'T' });
    expect(examine('calendar', year2025, known)).toMatchObject({ faults: [], key: 'CN' });
    expect(examine('units', units({}), known)).toMatchObject({ faults: [], key: 'default' });
  });

  it('is of a type that the owner of its kind may append', () => {
    const owners = Object.values(kinds).map(({ owner, streamType }) => [streamType, owner]);
    expect(owners).toEqual([
      ['settings', 'supervision'],
      ['calendar', 'supervision'],
      ['units', 'routing'],
      ['grids', 'routing'],
      ['code-system', 'intake'],
      ['sla-policy', 'supervision'],
      ['accountability-list', 'routing'],
    ]);
    expect(referenceCatalogue.UnitsPublished.owner).toBe('routing');
  });

  it.each(Object.values(kinds))('is of a stream of its kind: $streamType', ({ streamType, owner }) => {
    const told = Object.values(referenceCatalogue).filter((entry) => entry.streamType === streamType);
    expect(new Set(told.map((entry) => entry.owner))).toEqual(new Set([owner]));
  });

  it('refuses a field that the event does not have', () => {
    const data = { version: 1, count: 1, contentHash, colour: 'red' };
    expect(referenceCatalogue.UnitsPublished.schema.safeParse(data).success).toBe(false);
  });
});
