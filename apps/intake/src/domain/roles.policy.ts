import { refuse, type Role } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';

/**
 * For what is no command on a case: its roles stand in the life cycle.
 * @throws Refusal ROLE_NOT_ALLOWED
 */
export function onlyFor({ role }: Actor, ...roles: readonly Role[]): void {
  if (!roles.some((allowed) => allowed === role)) refuse('ROLE_NOT_ALLOWED', { role });
}
