export { EraseSubject, eraseSubject } from './erase-subject.js';
export { ErasureJournal, type Erased, type JournalLine } from './erasure-journal.js';
export { SealBroken } from './cipher.js';
export type { Claimed } from './exif.js';
export {
  type Confided,
  fieldsShown,
  identityShown,
  mayReadContent,
  type Reader,
  type Shown,
} from './identity.policy.js';
export { masked, maskedIdNo, maskedName, maskedPhone } from './masking.js';
export { MEDIA_TYPES, type MediaType } from './media-type.js';
export { vaultMigrations } from './vault-migrations.js';
export { rewrapKeys } from './rewrap-keys.js';
export {
  type ErasureCause,
  identityViewed,
  type Purpose,
  PURPOSES,
  SUBJECT_FIELDS,
  subjectCatalogue,
  type SubjectData,
  subjectEnrolled,
  type SubjectEventType,
  subjectFact,
  type SubjectField,
  subjectIdOf,
  subjectStream,
} from './subject.events.js';
export { type SubjectCommand, SubjectStore } from './subject-store.js';
export { subjectFold, type SubjectState } from './subject.fold.js';
export { type HmacPurpose, TenantKeys } from './tenant-keys.js';
export { type Replayed, VaultErasure } from './vault-erasure.js';
export type { StoredFile, Upload, Uploaded } from './file-uploads.js';
export {
  type FileContent,
  type FileRef,
  type NamedFiles,
  type Naming,
  sweepFiles,
  uploaderOf,
  VaultFiles,
} from './vault-files.js';
export { type Read, type ReadRecord, VaultReads } from './vault-reads.js';
export { refuse as refuseInVault, vaultRefusals, type VaultRefusalCode } from './vault-refusals.js';
export {
  type Pseudonyms,
  type SealedSubject,
  type SealedText,
  type SubjectFields,
  type TextRef,
  Vault,
} from './vault.js';
export { VaultModule, type VaultKeeping, type VaultOptions } from './vault.module.js';
