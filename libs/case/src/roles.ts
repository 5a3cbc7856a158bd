import type { Actor } from '@bihuan/kernel';
import type { Role } from './life-cycle-row.js';
import { refuse } from './refusals.js';

/** Which cases a role may know of: all, those of its unit, grids or sources, those it reported itself, or none. */
export type Sight = 'ALL' | 'UNIT' | 'GRID' | 'SOURCE' | 'REPORTER' | 'NONE';

const sights: Readonly<Record<Role, Sight>> = {
  SYSTEM: 'ALL',
  CLERK: 'ALL',
  DISPATCHER: 'ALL',
  DIRECTOR: 'ALL',
  REVIEWER: 'ALL',
  LEGAL_REVIEWER: 'ALL',
  CALLBACK_CLERK: 'ALL',
  SUPERVISOR: 'ALL',
  AUDITOR: 'ALL',
  PRIVACY_OFFICER: 'ALL',
  ADMIN: 'ALL',
  UNIT_HANDLER: 'UNIT',
  UNIT_LIAISON: 'UNIT',
  UNIT_REVIEWER: 'UNIT',
  GRID_WORKER: 'GRID',
  INTEGRATOR: 'SOURCE',
  CITIZEN: 'REPORTER',
};

const isRole = (role: string): role is Role => Object.hasOwn(sights, role);

/** How far a role sees; an unknown one sees nothing. */
export const sightOf = (role: string): Sight => (isRole(role) ? sights[role] : 'NONE');

const rolesWith = (sight: Sight): readonly Role[] =>
  Object.keys(sights).filter((role): role is Role => isRole(role) && sights[role] === sight);

/** 中心 staff: the people who see every case. */
export const centreRoles: readonly Role[] = rolesWith('ALL').filter((role) => role !== 'SYSTEM');
/** 承办单位 staff. */
export const unitRoles: readonly Role[] = rolesWith('UNIT');

/**
 * For what is no command on a case: the roles of those stand in the life cycle.
 * @throws Refusal ROLE_NOT_ALLOWED
 */
export function onlyFor({ role }: Pick<Actor, 'role'>, ...roles: readonly Role[]): void {
  if (!roles.some((allowed) => allowed === role)) refuse('ROLE_NOT_ALLOWED', { role });
}

/** For any member of staff, of a unit too, and for no source system. @throws Refusal ROLE_NOT_ALLOWED */
export function staffOnly({ kind, role }: Pick<Actor, 'kind' | 'role'>): void {
  if (kind !== 'STAFF') refuse('ROLE_NOT_ALLOWED', { role });
}
