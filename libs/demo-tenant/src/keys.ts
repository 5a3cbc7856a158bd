import { channels } from '@bihuan/reference';
import { units } from './units.js';

/** A credential to be made, as yet without its secret. */
export interface DemoKey {
  readonly keyId: string;
  readonly role: string;
  readonly unitId?: string;
  /** Absent for an integrator: it is no person. */
  readonly staffId?: string;
  readonly gridCodes: readonly string[];
  readonly sourceSystems: readonly string[];
}

const staff = (role: string, keyId: string, unitId: string, gridCodes: readonly string[] = []): DemoKey => ({
  keyId,
  role,
  unitId,
  staffId: keyId,
  gridCodes,
  sourceSystems: [],
});

/** May hand in for every source, that of the grid workers' app too. */
export const integrator = (keyId: string): DemoKey => ({
  keyId,
  role: 'INTEGRATOR',
  gridCodes: [],
  sourceSystems: channels,
});

export const clerk = (keyId: string, unitId: string): DemoKey => staff('CLERK', keyId, unitId);

const inCentre = (role: string, ...keyIds: string[]): DemoKey[] => keyIds.map((keyId) => staff(role, keyId, 'CENTRE'));

const ofUnit = (unitId: string): DemoKey[] => {
  const name = unitId.toLowerCase();
  return [
    staff('UNIT_HANDLER', `${name}-handler-1`, unitId),
    staff('UNIT_REVIEWER', `${name}-reviewer-1`, unitId),
    staff('UNIT_LIAISON', `${name}-liaison-1`, unitId),
  ];
};

/** The keys of Zhanyi (domain/demo-tenant.md §6). */
export const keys: readonly DemoKey[] = [
  integrator('integrator-1'),
  clerk('clerk-1', 'CENTRE'),
  ...inCentre('DISPATCHER', 'dispatcher-1'),
  ...inCentre('DIRECTOR', 'director-1'),
  ...inCentre('LEGAL_REVIEWER', 'legal-reviewer-1'),
  ...inCentre('AUDITOR', 'auditor-1'),
  ...inCentre('PRIVACY_OFFICER', 'privacy-officer-1'),
  ...inCentre('ADMIN', 'admin-1'),
  ...inCentre('SUPERVISOR', 'supervisor-1', 'supervisor-2'),
  ...inCentre('REVIEWER', 'reviewer-1', 'reviewer-2'),
  ...inCentre('CALLBACK_CLERK', 'callback-clerk-1', 'callback-clerk-2'),
  staff('GRID_WORKER', 'grid-worker-1', 'SQ-LONGHUA', ['5303030020014B001', '5303030020014B002']),
  staff('GRID_WORKER', 'grid-worker-2', 'SQ-LONGHUA', ['5303030020014B001', '5303030040014B001']),
  ...units.filter(({ unitId }) => unitId !== 'CENTRE').flatMap(({ unitId }) => ofUnit(unitId)),
];
