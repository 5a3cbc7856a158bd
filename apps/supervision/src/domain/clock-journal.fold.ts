import { type CaseEventOf, caseFold, classificationOf, type Terms } from '@bihuan/case';
import { type Evolve, fold, type Fold, type StreamState } from '@bihuan/kernel';

/**
 * The events that start, pause, resume, move or stop a clock (domain/time-limits.md §9). A slice that brings another of
 * them adds it here, to the fold below and to the table of clocks.
 */
export type CauseType =
  | 'CaseRegistered'
  | 'CaseClassified'
  | 'CaseAccepted'
  | 'JointReviewConvened'
  | 'JointReviewDecided'
  | 'AssignmentDispatched'
  | 'AssignmentSigned'
  | 'AssignmentReturnApproved'
  | 'AssignmentCancelled'
  | 'ContactAttempted'
  | 'HandlingFeedbackSubmitted'
  | 'HandlingFeedbackApproved'
  | 'HandlingFeedbackRejected'
  | 'CallbackCompleted'
  | 'ReworkOrdered'
  | 'CaseClosed'
  | 'SlaBreachExplained';
export type Cause = { [Type in CauseType]: CaseEventOf<Type> }[CauseType];

type ClockFactType =
  'SlaStarted' | 'SlaPaused' | 'SlaResumed' | 'SlaDeadlineMoved' | 'SlaWarned' | 'SlaBreached' | 'SlaStopped';
type RecordedClockFact = { [Type in ClockFactType]: CaseEventOf<Type> }[ClockFactType];

/** Where a clock ends, and when it warns of it, as a fact has set it. */
export interface WrittenDue {
  readonly dueAt: string;
  readonly lastDay: string | null;
  readonly warnAt: readonly string[];
}

/** What the stream says of one clock already. It is never counted anew, whatever today's code would make of it. */
export interface WrittenClock {
  readonly terms: Terms;
  readonly pauses: number;
  /** In order; so are the moves. */
  readonly resumptions: readonly WrittenDue[];
  readonly moves: readonly WrittenDue[];
  readonly warned: readonly number[];
  readonly breach: { readonly eventId: string; readonly position: number } | null;
  readonly isStopped: boolean;
}

/** A case as its clocks see it. */
export interface ClockJournal extends StreamState {
  /** Oldest first. */
  readonly causes: readonly Cause[];
  /** By clockId. */
  readonly written: Readonly<Record<string, WrittenClock>>;
  /** Of whatever is recorded on the case now. */
  readonly classification: 'INTERNAL' | 'RESTRICTED';
}

const kept = (journal: ClockJournal, cause: Cause): ClockJournal => ({
  ...journal,
  causes: [...journal.causes, cause],
});

function keptAndClassified(before: ClockJournal, cause: Cause): ClockJournal {
  const journal = kept(before, cause);
  return { ...journal, classification: classificationOf(fold(caseFold, journal.causes)) };
}

const begun = (terms: Terms): WrittenClock => ({
  terms,
  pauses: 0,
  resumptions: [],
  moves: [],
  warned: [],
  breach: null,
  isStopped: false,
});

function changed(
  journal: ClockJournal,
  clockId: string,
  change: (clock: WrittenClock) => Partial<WrittenClock>,
): ClockJournal {
  const clock = journal.written[clockId];
  return clock ? { ...journal, written: { ...journal.written, [clockId]: { ...clock, ...change(clock) } } } : journal;
}

const evolve: Evolve<ClockJournal, Cause | RecordedClockFact> = {
  CaseRegistered: keptAndClassified,
  CaseClassified: keptAndClassified,
  CaseAccepted: kept,
  JointReviewConvened: kept,
  JointReviewDecided: kept,
  AssignmentDispatched: kept,
  AssignmentSigned: kept,
  AssignmentReturnApproved: kept,
  AssignmentCancelled: kept,
  ContactAttempted: kept,
  HandlingFeedbackSubmitted: kept,
  HandlingFeedbackApproved: kept,
  HandlingFeedbackRejected: kept,
  CallbackCompleted: kept,
  ReworkOrdered: kept,
  CaseClosed: kept,
  SlaBreachExplained: kept,
  SlaStarted: (journal, { data: { clockId, terms } }) => ({
    ...journal,
    written: { ...journal.written, [clockId]: begun(terms) },
  }),
  SlaPaused: (journal, { data: { clockId } }) => changed(journal, clockId, ({ pauses }) => ({ pauses: pauses + 1 })),
  SlaResumed: (journal, { data: { clockId, dueAt, lastDay = null, warnAt } }) =>
    changed(journal, clockId, ({ resumptions }) => ({ resumptions: [...resumptions, { dueAt, lastDay, warnAt }] })),
  SlaDeadlineMoved: (journal, { data: { clockId, newDueAt: dueAt, lastDay = null, warnAt } }) =>
    changed(journal, clockId, ({ moves }) => ({ moves: [...moves, { dueAt, lastDay, warnAt }] })),
  SlaWarned: (journal, { data: { clockId, point } }) =>
    changed(journal, clockId, ({ warned }) => ({ warned: [...warned, point] })),
  SlaBreached: (journal, { data: { clockId }, meta: { eventId, position } }) =>
    changed(journal, clockId, () => ({ breach: { eventId, position } })),
  SlaStopped: (journal, { data: { clockId } }) => changed(journal, clockId, () => ({ isStopped: true })),
};

/** What happened to a case, and what its clocks have said of it so far. */
export const clockJournalFold: Fold<ClockJournal, Cause | RecordedClockFact> = {
  initialState: { version: 0, touchedVersion: 0, causes: [], written: {}, classification: 'INTERNAL' },
  evolve,
};
