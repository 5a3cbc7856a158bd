import { type Purpose, SUBJECT_FIELDS, type SubjectField } from './subject.events.js';

/** How much of a field a reader sees. */
export type Shown = 'none' | 'masked' | 'full';
type Fields = Partial<Record<SubjectField, Shown>>;
type ByPurpose = Partial<Record<Purpose, Fields>>;

/** How much the case confides to its readers. */
export interface Confided {
  readonly level: 'NORMAL' | 'CONFIDENTIAL' | 'ANONYMOUS';
  /** The subject is under 14 (PIPL art. 28, 31). */
  readonly isMinor?: boolean;
}

/** Who reads, and what the reader has to do with the case. */
export interface Reader {
  readonly role: string;
  /** The case is with the reader's unit, or the reader's grid. */
  readonly isAssigned: boolean;
  /** The case is about the reader's unit or one above it. */
  readonly isAccused: boolean;
}

const contact = (name: Shown, phone: Shown): Fields => ({ name, phone });
const every = (shown: Shown): Fields => Object.fromEntries(SUBJECT_FIELDS.map((field) => [field, shown]));
// privacy.md §4: the name stays masked for who handles the case, the phone is needed to reach the party.
const handler: ByPurpose = { HANDLING: contact('masked', 'full'), MEDIATION: contact('masked', 'masked') };

/** Those who keep the contact, also of a CONFIDENTIAL case: they relay it to the handler. */
const CENTRE: Readonly<Record<string, ByPurpose>> = {
  CLERK: {
    HANDLING: { ...contact('full', 'full'), idType: 'full', idNo: 'masked' },
    CALLBACK: contact('masked', 'masked'),
  },
  CALLBACK_CLERK: { CALLBACK: contact('full', 'full') },
  PRIVACY_OFFICER: {
    SUBJECT_REQUEST: every('full'),
    AUDIT: every('masked'),
    HANDLING: contact('masked', 'masked'),
    MEDIATION: contact('masked', 'masked'),
  },
};

const STAFF: Readonly<Record<string, ByPurpose>> = {
  DISPATCHER: { HANDLING: contact('masked', 'masked') },
  REVIEWER: { HANDLING: contact('masked', 'masked') },
  LEGAL_REVIEWER: { HANDLING: contact('masked', 'masked') },
  DIRECTOR: { SUPERVISION: contact('masked', 'masked') },
  SUPERVISOR: { SUPERVISION: contact('masked', 'masked') },
};

const UNIT: Readonly<Record<string, ByPurpose>> = {
  UNIT_HANDLER: handler,
  UNIT_LIAISON: handler,
  UNIT_REVIEWER: { HANDLING: contact('masked', 'masked') },
  GRID_WORKER: { HANDLING: contact('masked', 'masked') },
};

const MAY_SEE_MINORS: ReadonlySet<string> = new Set(['PRIVACY_OFFICER', 'UNIT_HANDLER']);
const MINOR_PURPOSES: ReadonlySet<Purpose> = new Set(['HANDLING', 'MEDIATION']);

/** What a reader may see of a person with one purpose; all `none` means refused (privacy.md §4–6). */
export function identityShown(
  confided: Confided,
  reader: Reader,
  purpose: Purpose,
): Readonly<Record<SubjectField, Shown>> {
  const allowed = isBarred(confided, reader, purpose) ? {} : (rightsOf(confided, reader)?.[purpose] ?? {});
  return { ...nothing, ...allowed };
}

/** The fields asked for that the reader may see; none means refused. */
export const fieldsShown = (
  asked: readonly SubjectField[],
  shown: Readonly<Record<SubjectField, Shown>>,
): readonly SubjectField[] => asked.filter((field) => shown[field] !== 'none');

/**
 * Whether a reader may see a text or a file of the case. The original words of a CONFIDENTIAL or ANONYMOUS case, and
 * photos that show where the reporter lives, stay in the centre: units read the clerk's summary.
 */
export function mayReadContent(
  { level }: Confided,
  { role, isAssigned, isAccused }: Reader,
  isFromReporter: boolean,
): boolean {
  if (isAccused) return false;
  if (Object.hasOwn(CENTRE, role) || Object.hasOwn(STAFF, role)) return true;
  return Object.hasOwn(UNIT, role) && isAssigned && (level === 'NORMAL' || !isFromReporter);
}

const nothing: Readonly<Record<SubjectField, Shown>> = {
  name: 'none',
  phone: 'none',
  idType: 'none',
  idNo: 'none',
  openid: 'none',
  email: 'none',
  address: 'none',
  deviceId: 'none',
  accountId: 'none',
};

function isBarred({ level, isMinor = false }: Confided, { role, isAccused }: Reader, purpose: Purpose): boolean {
  if (isAccused || level === 'ANONYMOUS') return true;
  return isMinor && !(MAY_SEE_MINORS.has(role) && MINOR_PURPOSES.has(purpose));
}

function rightsOf({ level }: Confided, { role, isAssigned }: Reader): ByPurpose | undefined {
  if (Object.hasOwn(CENTRE, role)) return CENTRE[role];
  if (level !== 'NORMAL') return undefined;
  if (Object.hasOwn(STAFF, role)) return STAFF[role];
  return isAssigned && Object.hasOwn(UNIT, role) ? UNIT[role] : undefined;
}
