import type { EventMeta } from '@bihuan/kernel';
import type { Assignment, AssignmentStatus, CaseState, KeptFile, KeptText } from './case-state.js';
import type { CaseStatus } from './case-status.js';
import type { FileRef } from './file-ref.js';
import type { TextRef } from './text-ref.js';

type Standing = Pick<CaseState, 'status' | 'statusVersion' | 'statusSince'>;

/** The status after an event, and since when: an event that leaves it as it is makes no reaction come too late. */
export function moved(state: CaseState, { version, recordedAt }: EventMeta, status: CaseStatus): Standing {
  if (status !== state.status) return { status, statusVersion: version, statusSince: recordedAt };
  const { statusVersion, statusSince } = state;
  return { status, statusVersion, statusSince };
}

/** The parts with one of them changed. */
export const withPart = (
  { assignments }: CaseState,
  assignmentId: string,
  change: Partial<Assignment>,
): readonly Assignment[] =>
  assignments.map((part) => (part.assignmentId === assignmentId ? { ...part, ...change } : part));

const done: ReadonlySet<AssignmentStatus> = new Set(['SIGNED', 'REPORTED']);

/** The end of a round: who signed or reported in it has done its part. */
export const roundEnded = ({ assignments, round }: CaseState): readonly Assignment[] =>
  assignments.map((part) => (part.round === round && done.has(part.status) ? { ...part, status: 'COMPLETED' } : part));

/** The texts of the case with those an event names; by kind, which is the payload's field without `Ref`. */
export const withTexts = (
  { textRefs }: CaseState,
  texts: Readonly<Record<string, TextRef | undefined>>,
): readonly KeptText[] => [
  ...textRefs,
  ...Object.entries(texts).flatMap(([kind, text]) => (text ? { ref: text.ref, kind, chars: text.chars } : [])),
];

const keptAs =
  (kind: string) =>
  (file: FileRef): KeptFile => ({ ...file, kind });

/** The files of the case with those an event names, by kind. */
export const withFiles = (
  { fileRefs }: CaseState,
  files: Readonly<Record<string, FileRef | readonly FileRef[] | undefined>>,
): readonly KeptFile[] => [
  ...fileRefs,
  ...Object.entries(files).flatMap(([kind, named = []]) => [named].flat().map(keptAs(kind))),
];
