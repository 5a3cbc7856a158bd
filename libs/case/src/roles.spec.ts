import type { Actor } from '@bihuan/kernel';
import { centreRoles, onlyFor, sightOf, staffOnly, unitRoles } from './roles.js';

const actor = (role: string, kind: Actor['kind'] = 'STAFF'): Actor => ({ kind, ref: 'someone-1', role });
const notAllowed = (role: string) => expect.objectContaining({ code: 'ROLE_NOT_ALLOWED', values: { role } });

describe('how far a role sees', () => {
  it.each([
    ['CLERK', 'ALL'],
    ['SYSTEM', 'ALL'],
    ['UNIT_LIAISON', 'UNIT'],
    ['GRID_WORKER', 'GRID'],
    ['INTEGRATOR', 'SOURCE'],
    ['CITIZEN', 'REPORTER'],
    ['JANITOR', 'NONE'],
    ['constructor', 'NONE'],
  ])('%s: %s', (role, sight) => {
    expect(sightOf(role)).toBe(sight);
  });

  it('tells the people of the centre and of the units', () => {
    expect(centreRoles).toEqual([
      'CLERK',
      'DISPATCHER',
      'DIRECTOR',
      'REVIEWER',
      'LEGAL_REVIEWER',
      'CALLBACK_CLERK',
      'SUPERVISOR',
      'AUDITOR',
      'PRIVACY_OFFICER',
      'ADMIN',
    ]);
    expect(unitRoles).toEqual(['UNIT_HANDLER', 'UNIT_LIAISON', 'UNIT_REVIEWER']);
  });
});

describe('what is no command on a case', () => {
  it.each([
    ['one role, to it', actor('ADMIN'), ['ADMIN']],
    ['several roles, to each of them', actor('ADMIN'), ['PRIVACY_OFFICER', 'ADMIN']],
    ['the centre, to a supervisor', actor('SUPERVISOR'), centreRoles],
    ['the units, to a handler', actor('UNIT_HANDLER'), unitRoles],
  ] as const)('is open to %s', (_, who, roles) => {
    expect(() => onlyFor(who, ...roles)).not.toThrow();
  });

  it.each([
    ['the administrator, for a director', actor('DIRECTOR'), ['ADMIN']],
    ['the administrator, for an unknown role', actor('JANITOR'), ['ADMIN']],
    ['the centre, for a unit’s handler', actor('UNIT_HANDLER'), centreRoles],
    ['the centre, for an integrator', actor('INTEGRATOR', 'INTEGRATOR'), centreRoles],
    ['the centre’s people, for the system', actor('SYSTEM', 'SYSTEM'), centreRoles],
    ['the units, for a clerk', actor('CLERK'), unitRoles],
  ] as const)('is closed where it is for %s', (_, who, roles) => {
    expect(() => onlyFor(who, ...roles)).toThrow(notAllowed(who.role));
  });

  it.each(['CLERK', 'UNIT_HANDLER', 'GRID_WORKER'])('is open to staff, as a %s', (role) => {
    expect(() => staffOnly(actor(role))).not.toThrow();
  });

  it.each([
    ['an integrator', actor('INTEGRATOR', 'INTEGRATOR')],
    ['a citizen', actor('CITIZEN', 'CITIZEN')],
    ['the system', actor('SYSTEM', 'SYSTEM')],
  ])('is closed to %s where it is for staff', (_, who) => {
    expect(() => staffOnly(who)).toThrow(notAllowed(who.role));
  });
});
