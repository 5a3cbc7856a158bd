import type { AccountabilityItem } from './accountability-list.js';
import type { Grid } from './grid.js';
import { inForce } from './in-force.js';
import { calendarOf, isPushDown, isUnder, regionOf, territoryUnits } from './look-ups.js';
import { isWithin, regionPart, townshipOf } from './region.js';
import type { Unit, UnitKind } from './unit.js';

const empty = inForce('zhanyi', [], '2026-03-02T01:00:00.000Z');

const unit = (unitId: string, kind: UnitKind, regionCode: string, parentUnitId?: string): Unit => ({
  unitId,
  name: unitId,
  kind,
  level: 'STREET',
  regionCode,
  parentUnitId,
  roster: [],
  liaisonRoles: [],
});

const all = [
  unit('STREET-2', 'STREET', '530303002000'),
  unit('VILLAGE-1', 'COMMUNITY', '530303002001', 'STREET-2'),
  unit('POLICE-2', 'POLICE', '530303002000', 'STREET-2'),
  unit('BUREAU', 'BUREAU', '530303000000'),
];
const units = new Map(all.map((row) => [row.unitId, row]));

const grid: Grid = {
  gridCode: 'G',
  label: 'G',
  level: 2,
  kind: 'BIG',
  regionCode: '530303002001',
  polygon: [],
  contacts: [],
};
const reference = { ...empty, units, grids: new Map([['G', grid]]) };

describe('a region code', () => {
  it.each([
    ['530000000000', '53'],
    ['530300000000', '5303'],
    ['530303000000', '530303'],
    ['530303002000', '530303002'],
    ['530303002001', '530303002001'],
    ['530303002', '530303002'],
  ])('%s says %s', (code, part) => {
    expect(regionPart(code)).toBe(part);
  });

  it('lies within the regions above it and within itself', () => {
    expect(isWithin('530303002001', '530303002')).toBe(true);
    expect(isWithin('530303002000', '530303002000')).toBe(true);
    expect(isWithin('530303000000', '530303002')).toBe(false);
  });

  it('names its street, unless it is wider than one', () => {
    expect(townshipOf('530303002001')).toBe('530303002000');
    expect(townshipOf('530303000000')).toBeUndefined();
  });
});

const ids = (regionCode: string, level: 'COMMUNITY' | 'STREET', gridCode?: string) =>
  territoryUnits({ regionCode, gridCode }, level, reference).map(({ unitId }) => unitId);

describe('the territory of a place', () => {
  it('is the street of its region', () => {
    expect(ids('530303002001', 'STREET')).toEqual(['STREET-2']);
  });

  it('is the community of its region', () => {
    expect(ids('530303002001', 'COMMUNITY')).toEqual(['VILLAGE-1']);
  });

  it('is no community where only the street is known', () => {
    expect(ids('530303002000', 'COMMUNITY')).toEqual([]);
  });

  it('is nothing where only the county is known', () => {
    expect(ids('530303000000', 'STREET')).toEqual([]);
  });

  it('is taken from the grid where the region code says less', () => {
    expect(ids('530303000000', 'COMMUNITY', 'G')).toEqual(['VILLAGE-1']);
  });

  it('is that of the region code where the grid is not known', () => {
    expect(regionOf({ regionCode: '530303002001', gridCode: 'X' }, reference.grids)).toBe('530303002001');
  });
});

describe('a unit', () => {
  it('is under itself and under its parents, and under nobody else', () => {
    expect(isUnder(units, 'VILLAGE-1', ['VILLAGE-1'])).toBe(true);
    expect(isUnder(units, 'VILLAGE-1', ['STREET-2'])).toBe(true);
    expect(isUnder(units, 'STREET-2', ['VILLAGE-1'])).toBe(false);
  });

  it('that is its own parent is under nobody else', () => {
    const own = unit('LOOP', 'BUREAU', '530303000000', 'LOOP');
    expect(isUnder(new Map([['LOOP', own]]), 'LOOP', ['BUREAU'])).toBe(false);
  });
});

const item = (leadRule: AccountabilityItem['leadRule'], level: AccountabilityItem['level']): AccountabilityItem => ({
  itemId: 'I',
  matter: { matterKind: 'HAZARD', categoryCodes: [], disputeTypes: [] },
  regions: [],
  assetOwners: [],
  leadRule,
  coRule: [],
  mode: 'DIRECTED',
  gradeFrom: 'GENERAL',
  level,
  evidence: [],
});
const street = all[0] ?? unit('STREET-2', 'STREET', '530303002000');
const police = all[2] ?? unit('POLICE-2', 'POLICE', '530303002000');
const ofBureau = item({ rule: 'FIXED', unitId: 'BUREAU' }, 'COUNTY');

describe('pushing a duty down to the grassroots', () => {
  it.each([
    ['the item of a bureau', ofBureau, true],
    ['the item of a unit that is no more', item({ rule: 'FIXED', unitId: 'GONE' }, 'STREET'), true],
    ['the item of whoever is on rotation', item({ rule: 'ON_ROTATION' }, 'STREET'), true],
    ['a county’s item led by the territory', item({ rule: 'TERRITORY', level: 'STREET' }, 'COUNTY'), true],
    ['the item of the street itself', item({ rule: 'FIXED', unitId: 'STREET-2' }, 'COUNTY'), false],
    ['a street’s item led by the territory', item({ rule: 'TERRITORY', level: 'STREET' }, 'STREET'), false],
  ])('%s, given to a street: %s', (_, given, pushed) => {
    expect(isPushDown(given, street, reference)).toBe(pushed);
  });

  it('is not what happens when a police station takes it', () => {
    expect(isPushDown(ofBureau, police, reference)).toBe(false);
  });

  it('is allowed where the tenant allows it', () => {
    const settings = { ...reference.settings, forbidPushDown: false };
    expect(isPushDown(ofBureau, street, { units, settings })).toBe(false);
  });
});

describe('a calendar that nobody has published', () => {
  it('is one without years, by the hours of the tenant', () => {
    expect(calendarOf(undefined, empty)).toMatchObject({ calendarId: 'CN-STATE', calendarVersion: 0, years: [] });
  });
});
