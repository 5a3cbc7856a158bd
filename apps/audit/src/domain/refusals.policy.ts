import { refuse as refuseCase } from '@bihuan/case';
import { type Actor, Refusal, type RefusalText } from '@bihuan/kernel';

/** Every code of this service beside those of the case. */
export const auditRefusals = {
  /** A fact with an earlier instant may still be on its way; the present is `GET` of the case. */
  AS_OF_TOO_RECENT: {
    kind: 'invalid',
    zh: '该时刻过近，尚不能定论',
    en: 'The instant is so recent that the answer could still change',
  },
  /** The ledger was restored or has another epoch: read from the beginning. */
  LEDGER_WENT_BACK: {
    kind: 'gone',
    zh: '账本已回退，该游标失效',
    en: 'The ledger was taken back since the cursor was given',
  },
} as const satisfies Record<string, RefusalText>;

export type AuditRefusalCode = keyof typeof auditRefusals;

/** @throws Refusal always */
// A declaration, not an arrow: the compiler narrows after a `never` call only when the callee is declared.
export function refuse(code: AuditRefusalCode, values?: Readonly<Record<string, unknown>>): never {
  throw new Refusal(code, auditRefusals[code], values);
}

/** History and proof of a case are an auditor's; everybody else reads the case itself. @throws Refusal ROLE_NOT_ALLOWED */
export function auditorsOnly({ role }: Actor): void {
  if (role !== 'AUDITOR') refuseCase('ROLE_NOT_ALLOWED', { role });
}
