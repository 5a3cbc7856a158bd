import {
  type Assignment,
  type CaseState,
  type Clock,
  type Evidence,
  type FileRef,
  handlingClockOf,
  liveCos,
} from '@bihuan/case';
import type { Settings } from '@bihuan/reference';
import { civilDateOf } from '@bihuan/working-time';

// Figures of the life cycle (§3), not settings of a tenant: a party counts as out of reach after so much.
const ATTEMPTS_OUT_OF_REACH = 3;
const DAYS_OUT_OF_REACH = 2;

/** Units that help and have not reported (协办未反馈). */
export const unitsStillHelping = (state: CaseState): readonly string[] =>
  liveCos(state)
    .filter(({ status }) => status !== 'REPORTED')
    .map(({ unitId }) => unitId);

/** The lead's handling clock when its limit is passed and nobody said why (超时未说明); undefined when all is well. */
export function unexplainedBreach(state: CaseState, now: string): Clock | undefined {
  const clock = handlingClockOf(state);
  if (clock === undefined || clock.explained) return undefined;
  // A pause that is not ended yet moves `dueAt`: only a running clock tells by itself that it is late.
  const isPastDue = clock.status === 'RUNNING' && now >= clock.dueAt;
  return clock.breached || isPastDue ? clock : undefined;
}

/** Whether a complainant wants a reply and nobody reached, or tried hard enough to reach, the party in this round. */
export function isContactMissing(state: CaseState, whom: string, zone: Pick<Settings, 'utcOffset'>): boolean {
  const { subjectRef, wantsReply, contacts } = state;
  if (subjectRef === null || !wantsReply) return false;
  if (contacts.some(({ result }) => result === 'REACHED')) return false;
  // Days of the recorded instants: three calls entered at one sitting are no two days, whatever they claim.
  const days = new Set(contacts.map(({ recordedAt }) => civilDateOf(recordedAt, zone)));
  const isOutOfReach = contacts.length >= ATTEMPTS_OUT_OF_REACH && days.size >= DAYS_OUT_OF_REACH;
  return !(isOutOfReach && whom === 'NOBODY');
}

const isPhoto = ({ mediaType }: FileRef): boolean => mediaType.startsWith('image/');
const isDocument = ({ mediaType }: FileRef): boolean => mediaType === 'application/pdf';

const proves: Readonly<Record<Evidence, (file: FileRef) => boolean>> = {
  PHOTO: isPhoto,
  DOCUMENT: isDocument,
  AGREEMENT: isDocument,
};

/** What the matter and the lead's item require and no attachment shows (缺少的材料). */
export function missingEvidence(
  { classification }: CaseState,
  { requiredEvidence }: Assignment,
  attachments: readonly FileRef[],
  { evidenceByMatterKind }: Pick<Settings, 'evidenceByMatterKind'>,
): readonly Evidence[] {
  const ofMatter = (classification && evidenceByMatterKind[classification.matterKind]) ?? [];
  return [...new Set([...ofMatter, ...requiredEvidence])].filter((kind) => !attachments.some(proves[kind]));
}
