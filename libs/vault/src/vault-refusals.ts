import { type RefusalText, type Refuse, refuserOf } from '@bihuan/kernel';

/** Every code the vault may refuse with. */
export const vaultRefusals = {
  SUBJECT_ERASED: { kind: 'gone', zh: '该信息已依法删除', en: 'This was erased' },
  NOT_IN_VAULT: { kind: 'missing', zh: '没有这项内容', en: 'The vault does not keep this' },
  IDENTITY_NOT_PERMITTED: { kind: 'forbidden', zh: '无权查看此内容', en: 'The reader may not see this' },
  PURPOSE_REQUIRED: { kind: 'invalid', zh: '须说明查看目的', en: 'A read needs its purpose' },
  LEGAL_HOLD: { kind: 'conflict', zh: '存在依法保全，不得删除', en: 'A legal hold forbids erasure' },
  ATTACHMENT_EMPTY: { kind: 'invalid', zh: '附件为空', en: 'The file is empty' },
  ATTACHMENT_TOO_LARGE: { kind: 'too-large', zh: '附件超过大小限制', en: 'The file is too large' },
  ATTACHMENT_HASH_MISMATCH: { kind: 'invalid', zh: '附件与声明的摘要不符', en: 'The file is not what was declared' },
  UNSUPPORTED_MEDIA_TYPE: { kind: 'unsupported', zh: '不支持的文件类型', en: 'This type of file is not accepted' },
} as const satisfies Record<string, RefusalText>;

/** A code of {@link vaultRefusals}. */
export type VaultRefusalCode = keyof typeof vaultRefusals;

/** Says no to whoever reads, uploads or erases. @throws Refusal always */
export const refuse: Refuse<VaultRefusalCode> = refuserOf(vaultRefusals);
