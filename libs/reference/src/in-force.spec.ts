import { inForce, versionInForce } from './in-force.js';
import { type PublishedDocument, readDocument } from './kinds.js';

const NOW = '2026-03-02T01:00:00.000Z';

const unit = (unitId: string, days: object = {}) => ({
  unitId,
  name: unitId,
  kind: 'BUREAU',
  level: 'COUNTY',
  regionCode: '530303000000',
  ...days,
});

const units = (version: number, validFrom: string | undefined, ...rows: object[]): PublishedDocument =>
  readDocument('units', { key: 'default', version, validFrom }, { units: rows });

const calendar = (version: number, year: number, off: string): PublishedDocument =>
  readDocument('calendar', { key: 'CN', version }, { calendarId: 'CN', year, source: 'N', off: [off], makeUp: [] });

const list = (version: number, validTo?: string, key = 'L'): PublishedDocument =>
  readDocument(
    'accountability-list',
    { key, version, validFrom: '2025-01-01', validTo },
    {
      listId: key,
      items: [
        {
          itemId: `I-${version}`,
          matter: { matterKind: 'CARE' },
          leadRule: { rule: 'ON_ROTATION' },
          mode: 'JOINT',
          level: 'COUNTY',
        },
      ],
    },
  );

const unitIds = (documents: readonly PublishedDocument[], instant = NOW) => [
  ...inForce('zhanyi', documents, instant).units.keys(),
];

describe('what is in force', () => {
  it('is the newest version whose first day has come, in the zone of the tenant', () => {
    const documents = [units(1, undefined, unit('OLD')), units(2, '2026-03-02', unit('NEW'))];
    expect(unitIds(documents, '2026-03-01T15:59:59.999Z')).toEqual(['OLD']);
    expect(unitIds(documents, '2026-03-01T16:00:00.000Z')).toEqual(['NEW']);
  });

  it('is a newer version though an older one begins later', () => {
    expect(unitIds([units(1, '2026-02-01', unit('LATE')), units(2, '2026-01-01', unit('NEWER'))])).toEqual(['NEWER']);
  });

  it('leaves out units before their first day and after their last', () => {
    const rows = [
      unit('LAST-DAY', { validTo: '2026-03-02' }),
      unit('GONE', { validTo: '2026-03-01' }),
      unit('FIRST-DAY', { validFrom: '2026-03-02' }),
      unit('TO-COME', { validFrom: '2026-03-03' }),
    ];
    expect(unitIds([units(1, undefined, ...rows)])).toEqual(['LAST-DAY', 'FIRST-DAY']);
  });

  it('leaves out grids before their first day', () => {
    const grid = {
      label: 'G',
      level: 1,
      kind: 'BIG',
      regionCode: '530303002000',
      polygon: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    };
    const document = readDocument(
      'grids',
      { key: 'default', version: 1 },
      {
        grids: [
          { ...grid, gridCode: 'HERE' },
          { ...grid, gridCode: 'TO-COME', validFrom: '2026-03-03' },
        ],
      },
    );
    expect([...inForce('zhanyi', [document], NOW).grids.keys()]).toEqual(['HERE']);
  });

  it('is of a calendar the newest of each year, oldest year first, with the hours of the settings', () => {
    const documents = [
      calendar(1, 2026, '2026-01-01'),
      calendar(2, 2025, '2025-01-01'),
      calendar(3, 2026, '2026-01-02'),
    ];
    expect(inForce('zhanyi', documents, NOW).calendars.get('CN')).toEqual({
      calendarId: 'CN',
      calendarVersion: 3,
      years: [
        { year: 2025, source: 'N', off: ['2025-01-01'], makeUp: [] },
        { year: 2026, source: 'N', off: ['2026-01-02'], makeUp: [] },
      ],
      workingHours: {
        segments: [
          { from: '08:00', to: '12:00' },
          { from: '14:00', to: '18:00' },
        ],
        seasons: [],
      },
      workingMinutesPerDay: 480,
      utcOffset: '+08:00',
      missingCalendar: 'PROVISIONAL',
    });
  });

  it('is no accountability list after the last day of a retired one, nor the one before it', () => {
    const documents = [list(1), list(2, '2026-03-01')];
    expect(inForce('zhanyi', documents, '2026-03-01T01:00:00.000Z').accountabilityList?.listVersion).toBe(2);
    expect(inForce('zhanyi', documents, NOW).accountabilityList).toBeUndefined();
  });

  it('is of several accountability lists the one that was published last, whatever its version', () => {
    const documents = [list(1), list(2), list(3), list(1, undefined, 'B')];
    const before = inForce('zhanyi', documents.slice(0, 3), NOW).accountabilityList;
    const after = inForce('zhanyi', documents, NOW).accountabilityList;
    expect([before, after].map((known) => [known?.listId, known?.listVersion])).toEqual([
      ['L', 3],
      ['B', 1],
    ]);
  });

  it('is no accountability list when the one that took the place of another is retired', () => {
    const documents = [list(1), list(1, '2026-03-01', 'B')];
    expect(inForce('zhanyi', documents, NOW).accountabilityList).toBeUndefined();
  });

  it('is for a tenant that has published nothing every setting at its default, and nothing else', () => {
    const reference = inForce('zhanyi', [], NOW);
    expect(reference).toMatchObject({
      tenantId: 'zhanyi',
      policySet: { policySetVersion: 0, policies: [] },
      settings: { tenantCode: 'NONE', timeZone: 'Asia/Shanghai', returnLimit: 3, forbidPushDown: true },
    });
    expect(reference.units.size + reference.grids.size + reference.calendars.size).toBe(0);
  });
});

const ofList = (key: string) => ({ kind: 'accountability-list', key }) as const;

describe('the version of a stream that is in force', () => {
  const first = units(1, undefined, unit('WATER'));
  const second = units(2, '2025-08-07', unit('WATER'));
  const third = units(3, '2026-01-01', unit('WATER'));
  const documents = [first, second, third];
  const ofUnits = { kind: 'units', key: 'default' } as const;

  it.each([
    ['the first, before the second begins', '2025-08-06T15:59:59.999Z', first],
    ['the second, from the midnight of its first day', '2025-08-06T16:00:00.000Z', second],
    ['the newest that has begun', NOW, third],
  ])('is %s', (_, instant, version) => {
    expect(versionInForce(documents, ofUnits, instant)).toBe(version);
  });

  it('is the one published last, when a later day was published before it', () => {
    const correction = units(4, '2025-01-01', unit('WATER'));
    expect(versionInForce([...documents, correction], ofUnits, NOW)).toBe(correction);
  });

  it('is none before anything is published', () => {
    expect(versionInForce([], ofUnits, NOW)).toBeUndefined();
  });

  it('is none after the last day of a retired list: the one before it does not come back', () => {
    const retired = list(2, '2026-03-01');
    expect(versionInForce([list(1), retired], ofList('L'), '2026-03-01T01:00:00.000Z')).toBe(retired);
    expect(versionInForce([list(1), retired], ofList('L'), NOW)).toBeUndefined();
  });

  it('is none of a list whose place another has taken', () => {
    const other = list(1, undefined, 'B');
    const lists = [list(3), other];
    expect([versionInForce(lists, ofList('L'), NOW), versionInForce(lists, ofList('B'), NOW)]).toEqual([
      undefined,
      other,
    ]);
  });
});
