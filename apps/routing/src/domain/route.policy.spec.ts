import { zhanyi } from '@bihuan/demo-tenant';
import { type AccountabilityItem, inForce, type ReferenceData, type Unit } from '@bihuan/reference';
import { resolveRoute, type RouteQuestion } from './route.policy.js';

// A Thursday; ZJJ is on duty on Thursdays and Fridays.
const THURSDAY = '2025-08-07T07:20:00.000Z';
const MONDAY = '2025-08-11T01:00:00.000Z';
const SATURDAY = '2025-08-09T01:00:00.000Z';

const reference = inForce(zhanyi.tenantId, zhanyi.documents, THURSDAY);

const longhua = { regionCode: '530303002001', gridCode: '5303030020014B001' };
const xingyuan = { regionCode: '530303004001', gridCode: '5303030040014B001' };

type Classification = RouteQuestion['classification'];

const about = (
  matterKind: Classification['matterKind'],
  categoryCode: string,
  told: Partial<Classification> = {},
): Classification => ({
  matterKind,
  categoryCode,
  codeSystem: matterKind === 'COMPONENT' || matterKind === 'EVENT' ? 'GBT30428-2' : 'ZY-MATTER',
  grade: 'GENERAL',
  accusedUnitIds: [],
  ...told,
});

const ask = (classification: Classification, told: Partial<RouteQuestion> = {}): RouteQuestion => ({
  disposition: 'DISPATCH',
  classification,
  place: longhua,
  returnedUnitIds: [],
  ...told,
});

const resolve = (question: RouteQuestion, now = THURSDAY, known: ReferenceData = reference) =>
  resolveRoute(question, known, now);

const cover = about('COMPONENT', 'C0102');
const fire = about('HAZARD', 'HZ_FIRE');
const labour = about('DISPUTE', 'LABOUR');

describe('the routes of the demonstration tenant', () => {
  it('send a manhole cover on a road to the housing bureau by the category rule', () => {
    const score = 50_000;
    expect(resolve(ask(about('COMPONENT', 'C0102', { placeType: 'ROAD' })))).toEqual({
      outcome: 'MATCHED',
      mode: 'DIRECTED',
      level: 'COUNTY',
      listVersion: 1,
      itemId: 'ZY-C-01',
      limitPolicyId: 'ZY_ROAD_2WD',
      lead: 'ZJJ',
      cos: [],
      candidates: [{ unitId: 'ZJJ', role: 'LEAD', itemId: 'ZY-C-01', score }],
      isDepartmentDuty: true,
      trace: [
        { step: 'CANDIDATES', inputs: ['ZY-C-01', 'ZY-C-02', 'ZY-C-03'], result: 'ZY-C-01' },
        { step: 'ASSET', inputs: [], result: 'NONE' },
        { step: 'SPECIFICITY', inputs: ['ZY-C-02', 'ZY-C-03', 'ZY-C-01'], result: 'ZY-C-02' },
        { step: 'EXCLUDE', inputs: [], result: 'ZY-C-01' },
        { step: 'LEAD', inputs: ['ZJJ'], result: 'ZJJ' },
        { step: 'CO', inputs: [], result: 'NONE' },
        { step: 'LEVEL', inputs: ['ZY-C-01'], result: 'COUNTY' },
        { step: 'RESULT', inputs: ['ZJJ'], result: 'MATCHED' },
      ],
      requiredEvidence: ['PHOTO'],
      invited: ['ZJJ'],
    });
  });

  it('leave a manhole cover in a residential area to a joint review of both possible owners', () => {
    expect(resolve(ask(about('COMPONENT', 'C0102', { placeType: 'RESIDENTIAL' })))).toEqual({
      outcome: 'AMBIGUOUS',
      mode: 'DIRECTED',
      level: 'COUNTY',
      listVersion: 1,
      cos: [],
      candidates: [
        { unitId: 'JD-LONGHUA', role: 'LEAD', itemId: 'ZY-C-03', score: 1_050_010 },
        { unitId: 'ZJJ', role: 'LEAD', itemId: 'ZY-C-02', score: 1_050_010 },
      ],
      isDepartmentDuty: false,
      trace: [
        { step: 'CANDIDATES', inputs: ['ZY-C-01', 'ZY-C-02', 'ZY-C-03'], result: 'ZY-C-01' },
        { step: 'ASSET', inputs: ['ZY-C-02', 'ZY-C-03'], result: 'ZY-C-02' },
        { step: 'SPECIFICITY', inputs: ['ZY-C-02', 'ZY-C-03', 'ZY-C-01'], result: 'ZY-C-02' },
        { step: 'EXCLUDE', inputs: [], result: 'ZY-C-02' },
        { step: 'LEAD', inputs: ['JD-LONGHUA', 'ZJJ'], result: 'AMBIGUOUS' },
        { step: 'CO', inputs: [], result: 'NONE' },
        { step: 'LEVEL', inputs: ['ZY-C-02', 'ZY-C-03'], result: 'COUNTY' },
        { step: 'RESULT', inputs: ['JD-LONGHUA', 'ZJJ'], result: 'AMBIGUOUS' },
      ],
      requiredEvidence: ['PHOTO'],
      invited: ['JD-LONGHUA', 'ZJJ'],
    });
  });

  it('find nobody for the space under a bridge, and invite the street', () => {
    expect(resolve(ask(about('EVENT', 'E0698')))).toEqual({
      outcome: 'NO_MATCH',
      mode: 'DIRECTED',
      level: 'COUNTY',
      listVersion: 1,
      cos: [],
      candidates: [],
      isDepartmentDuty: false,
      trace: [
        { step: 'CANDIDATES', inputs: [], result: 'NONE' },
        { step: 'ASSET', inputs: [], result: 'NONE' },
        { step: 'SPECIFICITY', inputs: [], result: 'NONE' },
        { step: 'EXCLUDE', inputs: [], result: 'NONE' },
        { step: 'LEAD', inputs: [], result: 'NONE' },
        { step: 'CO', inputs: [], result: 'NONE' },
        { step: 'LEVEL', inputs: [], result: 'COUNTY' },
        { step: 'RESULT', inputs: [], result: 'NO_MATCH' },
      ],
      requiredEvidence: ['PHOTO'],
      invited: ['JD-LONGHUA'],
    });
  });

  it.each([
    ['a department that the case is about', about('COMPONENT', 'C0102', { accusedUnitIds: ['ZJJ'] }), {}, true],
    ['a department that gave the case back', about('COMPONENT', 'C0102'), { returnedUnitIds: ['ZJJ'] }, true],
    ['departments and a street that gave it back', fire, { returnedUnitIds: ['YJJ', 'JD-LONGHUA', 'ZFJ'] }, false],
  ])('leave the duty with those who had it where nobody is left: %s', (_, classification, rest, isDepartmentDuty) => {
    expect(resolve(ask(classification, rest))).toMatchObject({ outcome: 'NO_MATCH', isDepartmentDuty });
  });

  it('send a wage dispute to the street centre, with the contacts of the grid beside it', () => {
    expect(resolve(ask(labour, { place: xingyuan }))).toMatchObject({
      outcome: 'MATCHED',
      mode: 'JOINT',
      level: 'STREET',
      itemId: 'ZY-D-01',
      lead: 'JD-HUASHAN',
      cos: ['PCS-HUASHAN', 'SFS-HUASHAN', 'SQ-XINGYUAN'],
      requiredEvidence: ['AGREEMENT'],
    });
  });

  it('find nobody for a manhole cover when the housing bureau is accused', () => {
    expect(resolve(ask({ ...cover, accusedUnitIds: ['ZJJ'] }))).toMatchObject({
      outcome: 'NO_MATCH',
      invited: ['JD-LONGHUA'],
    });
  });

  it.each([
    [[], 'YJJ', ['JD-LONGHUA']],
    [['YJJ'], 'JD-LONGHUA', []],
    [['YJJ', 'JD-LONGHUA'], 'ZFJ', []],
  ])('send a fire hazard that %j gave back to %s', (returnedUnitIds, lead, cos) => {
    expect(resolve(ask(fire, { returnedUnitIds }))).toMatchObject({ outcome: 'MATCHED', lead, cos });
  });

  it('find nobody for a fire hazard that all gave back, and still invite the street', () => {
    const returnedUnitIds = ['YJJ', 'JD-LONGHUA', 'ZFJ'];
    expect(resolve(ask(fire, { returnedUnitIds }))).toMatchObject({ outcome: 'NO_MATCH', invited: ['JD-LONGHUA'] });
  });

  // The other items of the list, a row each.
  it.each([
    ['a stop sign', ask(about('COMPONENT', 'C0204'), { place: longhua }), { itemId: 'ZY-C-04', lead: 'ZJJ', cos: [] }],
    ['a litter bin', ask(about('COMPONENT', 'C0305'), { place: longhua }), { itemId: 'ZY-C-05', lead: 'ZFJ', cos: [] }],
    [
      'a stall on the road',
      ask(about('EVENT', 'E0406'), { place: longhua }),
      { itemId: 'ZY-E-01', lead: 'ZFJ', cos: ['JD-LONGHUA'] },
    ],
    [
      'a burst water pipe',
      ask(about('EVENT', 'E0501'), { place: longhua }),
      { itemId: 'ZY-E-02', lead: 'SWJ', cos: [] },
    ],
    [
      'a burst gas pipe',
      ask(about('EVENT', 'E0502'), { place: longhua }),
      { itemId: 'ZY-E-03', lead: 'ZJJ', cos: ['YJJ', 'JD-LONGHUA'] },
    ],
    ['litter', ask(about('EVENT', 'E0110'), { place: longhua }), { itemId: 'ZY-E-04', lead: 'JD-LONGHUA', cos: [] }],
    [
      'a quarrel of neighbours',
      ask(about('DISPUTE', 'NEIGHBOUR'), { place: xingyuan }),
      { itemId: 'ZY-D-02', lead: 'SQ-XINGYUAN', cos: ['JD-HUASHAN'] },
    ],
    [
      'a contract',
      ask(about('DISPUTE', 'CONTRACT'), { place: xingyuan }),
      { itemId: 'ZY-D-03', lead: 'RMTJ', cos: ['LVSUO', 'JD-HUASHAN'] },
    ],
    [
      'a gas hazard elsewhere',
      ask(about('HAZARD', 'HZ_GAS'), { place: xingyuan }),
      { itemId: 'ZY-H-01', lead: 'YJJ', cos: ['JD-HUASHAN'] },
    ],
    [
      'social insurance',
      ask(about('SERVICE', 'SV_SOCIAL_INSURANCE'), { place: longhua }),
      { itemId: 'ZY-S-01', lead: 'RSJ', cos: [] },
    ],
    [
      'a care visit',
      ask(about('CARE', 'CR_VISIT'), { place: longhua }),
      { itemId: 'ZY-K-01', lead: 'SQ-LONGHUA', cos: ['ZJJ', 'SFS-LONGHUA', 'JD-LONGHUA'] },
    ],
  ] as const)('send %s where the list says', (_, question, route) => {
    expect(resolve(question)).toMatchObject({ outcome: 'MATCHED', ...route });
  });

  it.each([
    ['Thursday', THURSDAY, 'ZY-H-02', 'ZJJ'],
    ['Monday', MONDAY, 'ZY-H-02', 'RSJ'],
    // Nobody sits in the centre: the next item decides.
    ['Saturday', SATURDAY, 'ZY-H-03', 'JD-LONGHUA'],
  ])('send a road hazard of a %s to the unit on rotation, if there is one', (_, now, itemId, lead) => {
    expect(resolve(ask(about('HAZARD', 'HZ_ROAD')), now)).toMatchObject({ outcome: 'MATCHED', itemId, lead });
  });

  it('tell the weekday in the zone of the tenant', () => {
    expect(resolve(ask(about('HAZARD', 'HZ_ROAD')), '2025-08-10T16:30:00.000Z')).toMatchObject({ lead: 'RSJ' });
  });

  it('offer a wish to the pool, and nobody leads', () => {
    const route = resolve(ask(about('SERVICE', 'WI_ANY'), { disposition: 'CLAIM' }));
    expect(route).toMatchObject({ outcome: 'MATCHED', mode: 'CLAIM', level: 'COMMUNITY', itemId: 'ZY-W-01', cos: [] });
    expect(route).not.toHaveProperty('lead');
    expect(route.candidates.map(({ unitId, role }) => [unitId, role])).toEqual([
      ['SQ-LONGHUA', 'LEAD'],
      ['SQ-XINGYUAN', 'LEAD'],
    ]);
    expect(route.trace[4]).toEqual({ step: 'LEAD', inputs: ['SQ-LONGHUA', 'SQ-XINGYUAN'], result: 'ZY-W-01' });
  });

  it('offer nothing to claim where the list has only items to dispatch, and dispatch no item to claim', () => {
    expect(resolve(ask(cover, { disposition: 'CLAIM' }))).toMatchObject({ outcome: 'NO_MATCH', mode: 'CLAIM' });
    expect(resolve(ask(about('SERVICE', 'WI_ANY')))).toMatchObject({ outcome: 'NO_MATCH' });
  });
});

const item = (itemId: string, told: Partial<AccountabilityItem> = {}): AccountabilityItem => ({
  itemId,
  matter: { matterKind: 'HAZARD', categoryCodes: ['HZ'], disputeTypes: [] },
  regions: [],
  assetOwners: [],
  leadRule: { rule: 'FIXED', unitId: 'ZFJ' },
  coRule: [],
  mode: 'DIRECTED',
  gradeFrom: 'GENERAL',
  level: 'COUNTY',
  evidence: [],
  ...told,
});

const led = (unitId: string) => ({ leadRule: { rule: 'FIXED', unitId } }) as const;

const withItems = (...items: AccountabilityItem[]): ReferenceData => ({
  ...reference,
  accountabilityList: { listId: 'L', listVersion: 7, items },
});

const leadBy = (question: RouteQuestion, ...items: AccountabilityItem[]) =>
  resolve(question, THURSDAY, withItems(...items)).lead;

describe('an item covers a case', () => {
  const outcome = (told: Partial<AccountabilityItem>, question = ask(fire)) =>
    resolve(question, THURSDAY, withItems(item('I', told))).outcome;

  it.each([
    ['of its first day', { validFrom: '2025-08-07' }, 'MATCHED'],
    ['of its last day', { validTo: '2025-08-07' }, 'MATCHED'],
    ['not before its first day', { validFrom: '2025-08-08' }, 'NO_MATCH'],
    ['not after its last day', { validTo: '2025-08-06' }, 'NO_MATCH'],
    ['of any category when it names none', { matter: { ...item('I').matter, categoryCodes: [] } }, 'MATCHED'],
    ['of no other code system', { matter: { ...item('I').matter, codeSystem: 'GBT30428-2' } }, 'NO_MATCH'],
    ['of no other kind', { matter: { ...item('I').matter, matterKind: 'EVENT' } }, 'NO_MATCH'],
    ['in its region', { regions: ['530303004', '530303002'] }, 'MATCHED'],
    ['in no other region', { regions: ['530303004'] }, 'NO_MATCH'],
    ['of its grade and graver ones', { gradeFrom: 'MAJOR' }, 'NO_MATCH'],
  ] as const)('%s', (_, told, expected) => {
    expect(outcome(told)).toBe(expected);
  });

  it('without a place only when it is for the whole tenant', () => {
    expect(outcome({}, ask(fire, { place: undefined }))).toBe('MATCHED');
    expect(outcome({ regions: ['53'] }, ask(fire, { place: undefined }))).toBe('NO_MATCH');
  });

  it('of a dispute by its type', () => {
    const matter = { matterKind: 'DISPUTE', categoryCodes: [], disputeTypes: ['LABOUR'] } as const;
    expect(outcome({ matter }, ask({ ...labour, disputeType: 'LABOUR' }))).toBe('MATCHED');
    expect(outcome({ matter }, ask({ ...labour, disputeType: 'TORT' }))).toBe('NO_MATCH');
  });

  it('of a code that the table in force does not have, by its beginning', () => {
    expect(outcome({}, ask(about('HAZARD', 'HZ_NEW')))).toBe('MATCHED');
  });

  it('in the region of the grid when the place names only the county', () => {
    const place = { regionCode: '530303000000', gridCode: longhua.gridCode };
    expect(outcome({ regions: ['530303002'] }, ask(fire, { place }))).toBe('MATCHED');
  });

  it('only when there is a list', () => {
    const route = resolve(ask(fire), THURSDAY, { ...reference, accountabilityList: undefined });
    expect(route.outcome).toBe('NO_MATCH');
    expect(route).not.toHaveProperty('listVersion');
  });
});

const owned = (value: string, unitId: string) =>
  ({ assetOwners: [{ attribute: 'PLACE_TYPE', value, unitId }] }) as const;

describe('of several items the nearest decides', () => {
  const narrow = { matter: { ...item('I').matter, categoryCodes: ['HZ_FIRE'] } };
  const ofStreet = { regions: ['530303002'] };
  it.each([
    ['the longer category', item('A', { ...led('YJJ'), ...ofStreet }), item('B', { ...led('ZFJ'), ...narrow }), 'ZFJ'],
    ['then the longer region', item('A', led('YJJ')), item('B', { ...led('ZFJ'), ...ofStreet }), 'ZFJ'],
    [
      'then an asset rule, though its place is another',
      item('A', led('YJJ')),
      item('B', { ...led('ZFJ'), ...owned('ROAD', 'GAJ') }),
      'ZFJ',
    ],
    [
      'a known owner before all categories',
      item('A', { ...led('YJJ'), ...narrow, ...ofStreet }),
      item('B', { ...led('ZFJ'), ...owned('FACTORY_WAREHOUSE', 'GAJ') }),
      'GAJ',
    ],
  ] as const)('%s', (_, first, second, lead) => {
    const question = ask({ ...fire, placeType: 'FACTORY_WAREHOUSE' });
    expect(leadBy(question, first, second)).toBe(lead);
    expect(leadBy(question, second, first)).toBe(lead);
  });

  it('the one for graver cases at last', () => {
    const question = ask({ ...fire, grade: 'MAJOR' });
    expect(leadBy(question, item('A', led('YJJ')), item('B', { ...led('ZFJ'), gradeFrom: 'MAJOR' }))).toBe('ZFJ');
  });

  it('and equally near ones that name the same lead are no doubt: the first by id decides', () => {
    const route = resolve(ask(fire), THURSDAY, withItems(item('B'), item('A', { evidence: ['DOCUMENT'] })));
    expect(route).toMatchObject({ outcome: 'MATCHED', itemId: 'A', lead: 'ZFJ', requiredEvidence: ['DOCUMENT'] });
  });

  it('and equally near ones with different leads are one', () => {
    const known = withItems(item('A', { ...led('YJJ'), level: 'STREET' }), item('B', { ...led('ZFJ'), level: 'CITY' }));
    const route = resolve(ask(fire), THURSDAY, known);
    expect(route).toMatchObject({ outcome: 'AMBIGUOUS', level: 'CITY', listVersion: 7, invited: ['YJJ', 'ZFJ'] });
    expect(route).not.toHaveProperty('itemId');
  });

  it('and one item that names several leads is one, too', () => {
    const both = [
      { attribute: 'ROAD_CLASS', value: 'MAIN', unitId: 'ZJJ' },
      { attribute: 'ASSET_TAG', value: 'GAS', unitId: 'YJJ' },
    ] as const;
    const question = ask(fire, { asset: { roadClass: 'MAIN', tags: ['GAS'] } });
    const known = withItems(item('A', { leadRule: { rule: 'ASSET_OWNER' }, assetOwners: both }));
    expect(resolve(question, THURSDAY, known)).toMatchObject({
      outcome: 'AMBIGUOUS',
      itemId: 'A',
      invited: ['YJJ', 'ZJJ'],
    });
  });
});

describe('nobody leads', () => {
  const candidates = [item('A', { ...led('YJJ'), regions: ['530303002'] }), item('B', led('ZFJ'))];

  it('when accused', () => {
    expect(leadBy(ask({ ...fire, accusedUnitIds: ['YJJ'] }), ...candidates)).toBe('ZFJ');
  });

  it('when a unit above is accused', () => {
    expect(leadBy(ask({ ...fire, accusedUnitIds: ['GAJ'] }), item('A', led('PCS-HUASHAN')))).toBeUndefined();
  });

  it('when retired', () => {
    expect(leadBy(ask(fire), item('A', { ...led('GONE'), regions: ['530303002'] }), item('B', led('ZFJ')))).toBe('ZFJ');
  });

  it('when its return of the case was approved', () => {
    expect(leadBy(ask(fire, { returnedUnitIds: ['YJJ'] }), ...candidates)).toBe('ZFJ');
  });

  it('when that would push a department’s duty down to the grassroots', () => {
    const pushed = item('A', {
      ...led('YJJ'),
      assetOwners: [{ attribute: 'PLACE_TYPE', value: 'ROAD', unitId: 'JD-LONGHUA' }],
    });
    const question = ask({ ...fire, placeType: 'ROAD' });
    const settings = { ...reference.settings, forbidPushDown: false };
    expect(leadBy(question, pushed)).toBeUndefined();
    expect(resolve(question, THURSDAY, { ...withItems(pushed), settings }).lead).toBe('JD-LONGHUA');
  });

  it('by a territory that the place does not name', () => {
    const byTerritory = item('A', { leadRule: { rule: 'TERRITORY', level: 'COMMUNITY' }, level: 'COMMUNITY' });
    expect(leadBy(ask(fire, { place: { regionCode: '530303002000' } }), byTerritory)).toBeUndefined();
    expect(leadBy(ask(fire, { place: undefined }), byTerritory)).toBeUndefined();
  });

  it('and the trace names those excluded', () => {
    const route = resolve(ask(fire, { returnedUnitIds: ['YJJ'] }), THURSDAY, withItems(...candidates));
    expect(route.trace[3]).toEqual({ step: 'EXCLUDE', inputs: ['YJJ'], result: 'B' });
  });
});

describe('nobody helps', () => {
  const helped = item('A', { coRule: [{ rule: 'FIXED', unitIds: ['GAJ', 'ZFJ', 'GONE', 'SFJ', 'GAJ'] }] });
  const cos = (question: RouteQuestion) => resolve(question, THURSDAY, withItems(helped)).cos;

  it('twice, beside its own lead, or when retired', () => {
    expect(cos(ask(fire))).toEqual(['GAJ', 'SFJ']);
  });

  it('when accused', () => {
    expect(cos(ask({ ...fire, accusedUnitIds: ['GAJ'] }))).toEqual(['SFJ']);
  });

  it('when it gave the case back', () => {
    expect(cos(ask(fire, { returnedUnitIds: ['SFJ'] }))).toEqual(['GAJ']);
  });

  it('and no accused street is heard by a joint review', () => {
    const question = ask(about('EVENT', 'E0698', { accusedUnitIds: ['JD-LONGHUA'] }));
    expect(resolve(question).invited).toEqual([]);
  });
});

describe('a grave case is handled', () => {
  it.each([
    ['GENERAL', 'GRID', 'GRID'],
    ['IMPORTANT', 'GRID', 'COMMUNITY'],
    ['MAJOR', 'COMMUNITY', 'STREET'],
    ['MAJOR', 'COUNTY', 'COUNTY'],
  ] as const)('%s, item of level %s: at %s', (grade, level, expected) => {
    expect(resolve(ask({ ...fire, grade }), THURSDAY, withItems(item('A', { level }))).level).toBe(expected);
  });
});

describe('a case without an item is of the mode of its kind', () => {
  it.each([
    ['DISPUTE', 'GENERAL', 'JOINT'],
    ['CARE', 'GENERAL', 'JOINT'],
    ['HAZARD', 'GENERAL', 'DIRECTED'],
    ['HAZARD', 'MAJOR', 'JOINT'],
    ['SERVICE', 'GENERAL', 'DIRECTED'],
  ] as const)('%s, %s: %s', (matterKind, grade, mode) => {
    expect(resolve(ask(about(matterKind, 'X', { grade })), THURSDAY, withItems()).mode).toBe(mode);
  });

  it('and of the level that the tenant sets', () => {
    const settings = { ...reference.settings, levelOfNoMatch: 'CITY' } as const;
    expect(resolve(ask(cover), THURSDAY, { ...withItems(), settings }).level).toBe('CITY');
  });
});

describe('the territory of a case', () => {
  it('is every street unit of the region, and several are a doubt', () => {
    const second: Unit = { ...(reference.units.get('JD-LONGHUA') as Unit), unitId: 'JD-SECOND' };
    const units = new Map([...reference.units, ['JD-SECOND', second]]);
    expect(resolve(ask(about('EVENT', 'E0110')), THURSDAY, { ...reference, units })).toMatchObject({
      outcome: 'AMBIGUOUS',
      itemId: 'ZY-E-04',
    });
  });
});
