import { refuse, type Role } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';

const centre: ReadonlySet<string> = new Set([
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
] satisfies Role[]);

/** Any member of staff, of a unit too. @throws Refusal ROLE_NOT_ALLOWED */
export function staffOnly({ kind, role }: Actor): void {
  if (kind !== 'STAFF') refuse('ROLE_NOT_ALLOWED', { role });
}

/** 中心 staff: who may see every case anyway. @throws Refusal ROLE_NOT_ALLOWED */
export function centreOnly({ role }: Actor): void {
  if (!centre.has(role)) refuse('ROLE_NOT_ALLOWED', { role });
}

/** @throws Refusal ROLE_NOT_ALLOWED */
export function adminOnly({ role }: Actor): void {
  if (role !== 'ADMIN') refuse('ROLE_NOT_ALLOWED', { role });
}
