import { type RefusalText, type Refuse, refuserOf } from '@bihuan/kernel';

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
export const refuse: Refuse<AuditRefusalCode> = refuserOf(auditRefusals);
