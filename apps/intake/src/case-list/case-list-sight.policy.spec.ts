import { demoReference } from '@bihuan/testing';
import { listSightOf } from './case-list-sight.policy.js';

const reference = demoReference();
const staff = (role: string, unitId?: string) => ({
  actor: { kind: 'STAFF', ref: 'someone-1', role, ...(unitId === undefined ? {} : { unitId }) } as const,
});

describe('what somebody may find in the case list', () => {
  it.each(['CLERK', 'DISPATCHER', 'DIRECTOR', 'SUPERVISOR', 'CALLBACK_CLERK', 'AUDITOR', 'PRIVACY_OFFICER', 'ADMIN'])(
    'is everything for a %s of the centre',
    (role) => {
      expect(listSightOf(staff(role, 'CENTRE'), reference)).toEqual({ of: 'ALL' });
    },
  );

  it('is the cases of its own sources for an integrator', () => {
    const binding = { gridCodes: [], sourceSystems: ['HOTLINE_12345'] };
    expect(listSightOf({ ...staff('INTEGRATOR'), binding }, reference)).toEqual({
      of: 'SOURCE',
      sourceSystems: ['HOTLINE_12345'],
    });
  });

  it('is the cases of the own grids that are not about its unit, and the own reports, for a grid worker', () => {
    const binding = { gridCodes: ['5303030020014B001'], sourceSystems: [] };
    expect(listSightOf({ ...staff('GRID_WORKER', 'SQ-LONGHUA'), binding }, reference)).toEqual({
      of: 'GRID',
      ref: 'someone-1',
      gridCodes: ['5303030020014B001'],
      unitIds: ['SQ-LONGHUA', 'JD-LONGHUA'],
    });
  });

  it('is the own reports for a citizen', () => {
    expect(listSightOf(staff('CITIZEN'), reference)).toEqual({ of: 'REPORTER', ref: 'someone-1' });
  });

  it('is the own parts for a department', () => {
    expect(listSightOf(staff('UNIT_HANDLER', 'ZJJ'), reference)).toEqual({
      of: 'UNIT',
      unitId: 'ZJJ',
      territory: undefined,
    });
  });

  it('is the own parts and the own territory for a community, unless it or its street is accused', () => {
    expect(listSightOf(staff('UNIT_LIAISON', 'SQ-LONGHUA'), reference)).toEqual({
      of: 'UNIT',
      unitId: 'SQ-LONGHUA',
      territory: {
        regionPrefix: '530303002001',
        gridCodes: ['5303030020012B001', '5303030020013B001', '5303030020014B001', '5303030020014B002'],
        foreignGridCodes: ['5303030040001B001', '5303030040012B001', '5303030040013B001', '5303030040014B001'],
        unitIds: ['SQ-LONGHUA', 'JD-LONGHUA'],
      },
    });
  });

  it.each([
    ['an account without a unit', staff('UNIT_HANDLER')],
    ['an unknown role', staff('JANITOR', 'CENTRE')],
  ])('is nothing for %s', (_, asker) => {
    expect(listSightOf(asker, reference)).toEqual({ of: 'NONE' });
  });
});
