import type { NewEvent } from '@bihuan/kernel';
import { z } from 'zod';

/** What may be known of a person; all of it lies in the vault alone. */
export const SUBJECT_FIELDS = [
  'name',
  'phone',
  'idType',
  'idNo',
  'openid',
  'email',
  'address',
  'deviceId',
  'accountId',
] as const;
/** One of {@link SUBJECT_FIELDS}. */
export type SubjectField = (typeof SUBJECT_FIELDS)[number];

/** For what identity, texts and files may be read (PIPL art. 6: no processing without a stated purpose). */
export const PURPOSES = ['CALLBACK', 'HANDLING', 'MEDIATION', 'SUPERVISION', 'AUDIT', 'SUBJECT_REQUEST'] as const;
/** One of {@link PURPOSES}. */
export type Purpose = (typeof PURPOSES)[number];

const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
const fields = z.array(code);
/** `subjectId` is the uuid of the stream and of the `sub_` reference. */
const of = { subjectId: uuid };
const erasureCause = z.enum(['RETENTION', 'SUBJECT_REQUEST', 'ORDER']);

/** Why a person's data was destroyed. */
export type ErasureCause = z.infer<typeof erasureCause>;

/** The payloads of `subject` streams (个人信息主体). They never leave PostgreSQL. */
export const subjectEvents = {
  SubjectEnrolled: z.strictObject({
    ...of,
    /** A subject has one data key, so this is the subject's own id. */
    keyId: uuid,
    fields,
    legalBasis: z.enum(['STATUTORY_DUTY', 'CONSENT', 'EMERGENCY']),
    noticeVersion: z.int().min(0),
  }),
  IdentityViewed: z.strictObject({
    ...of,
    staffId: code,
    caseId: uuid,
    purpose: z.enum(PURPOSES),
    fields,
    granted: z.boolean(),
  }),
  IdentityCorrected: z.strictObject({ ...of, fields, requestNo: code }),
  SubjectErased: z.strictObject({ ...of, keyId: uuid, cause: erasureCause, approvedBy: code }),
  LegalHoldPlaced: z.strictObject({ ...of, holdId: uuid, basisCode: code, until: z.iso.date().optional() }),
  LegalHoldLifted: z.strictObject({ ...of, holdId: uuid, basisCode: code, until: z.iso.date().optional() }),
};

const owned = <Schema extends z.ZodType>(schema: Schema) => ({ owner: 'vault', schemaVersion: 1, schema }) as const;

/** The same for the ledger: who may write what. Intake may enrol, in the append that names the subject. */
export const subjectCatalogue = {
  SubjectEnrolled: { ...owned(subjectEvents.SubjectEnrolled), alsoBy: ['intake'] },
  IdentityViewed: owned(subjectEvents.IdentityViewed),
  IdentityCorrected: owned(subjectEvents.IdentityCorrected),
  SubjectErased: owned(subjectEvents.SubjectErased),
  LegalHoldPlaced: owned(subjectEvents.LegalHoldPlaced),
  LegalHoldLifted: owned(subjectEvents.LegalHoldLifted),
} as const;

/** An event type of `subject` streams. */
export type SubjectEventType = keyof typeof subjectEvents;
/** Payload of one of them. */
export type SubjectData<Type extends SubjectEventType> = z.infer<(typeof subjectEvents)[Type]>;

/** A fact about a subject, as a rule states it. */
export type SubjectFact = { [Type in SubjectEventType]: NewEvent<Type, SubjectData<Type>> }[SubjectEventType];

/** A fact about a subject. */
export const subjectFact = <Type extends SubjectEventType>(
  type: Type,
  data: SubjectData<Type>,
): { type: Type; data: SubjectData<Type> } => ({ type, data });

/** The uuid of a `sub_` reference. */
export const subjectIdOf = (subjectRef: string): string => subjectRef.slice('sub_'.length);

/** Stream of one subject. */
export const subjectStream = (subjectRef: string): string => `subject-${subjectIdOf(subjectRef)}`;

type Fields = { readonly fields: readonly SubjectField[] };

/** The fact that a person was enrolled, and which fields of it the vault keeps. */
export const subjectEnrolled = (
  subjectRef: string,
  { fields: kept, ...basis }: Pick<SubjectData<'SubjectEnrolled'>, 'legalBasis' | 'noticeVersion'> & Fields,
): { type: 'SubjectEnrolled'; data: SubjectData<'SubjectEnrolled'> } => {
  const subjectId = subjectIdOf(subjectRef);
  return subjectFact('SubjectEnrolled', { subjectId, keyId: subjectId, fields: [...kept], ...basis });
};

/** The fact that somebody saw, or was refused, these fields of a person. */
export const identityViewed = (
  subjectRef: string,
  { fields: viewed, ...view }: Omit<SubjectData<'IdentityViewed'>, 'subjectId' | 'fields'> & Fields,
): { type: 'IdentityViewed'; data: SubjectData<'IdentityViewed'> } =>
  subjectFact('IdentityViewed', { subjectId: subjectIdOf(subjectRef), fields: [...viewed], ...view });
