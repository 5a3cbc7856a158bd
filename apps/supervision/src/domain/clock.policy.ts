import type { Assignment, CaseEventOf, SlaStage } from '@bihuan/case';
import type { ReferenceData } from '@bihuan/reference';
import type { AnyPause, Calendar, Deadline, Limit } from '@bihuan/working-time';
import type { CauseType, WrittenClock } from './clock-journal.fold.js';

export type PauseCause = CaseEventOf<'SlaPaused'>['data']['cause'];

/** 时限: one clock while the life of its case is gone through. */
export interface Clock {
  readonly caseId: string;
  readonly clockId: string;
  readonly stage: SlaStage;
  /** Whose time it is; undefined for a clock of the centre. */
  readonly assignment: Assignment | undefined;
  readonly round: number;
  /** Of BREACH_EXPLANATION: the HANDLING clock that was breached. */
  readonly ofClockId: string | undefined;
  readonly startAt: string;
  /** As it holds now: a higher urgency brings another. */
  readonly limit: Limit;
  readonly policyId: string;
  readonly policyVersion: number;
  /** What was in force for the event that gave the limit; its calendar is kept while the clock runs. */
  readonly reference: ReferenceData;
  readonly calendar: Calendar;
  /** Of HANDLING: the instant a higher platform demands. */
  readonly externalDueAt: string | null;
  /** The end by the clock's own count, before that demand cuts it. */
  readonly own: Deadline;
  /** Exclusive. */
  readonly dueAt: string;
  readonly lastDay: string | undefined;
  readonly warnAt: readonly string[];
  /** In order; the last one may still last. */
  readonly pauses: readonly AnyPause[];
  /** Resumptions so far. */
  readonly resumed: number;
  readonly moved: number;
  readonly paused: { readonly cause: PauseCause; readonly at: string; readonly byEventId: string } | undefined;
  readonly warned: readonly number[];
  readonly isBreached: boolean;
  readonly stopped: { readonly at: string; readonly by: CauseType } | undefined;
  /** What the stream says of it already; undefined for a clock that is not written yet. */
  readonly written: WrittenClock | undefined;
}

/** Its pauses that are over. */
export const endedPauses = ({ pauses }: Clock): readonly { readonly pausedAt: string; readonly resumedAt: string }[] =>
  pauses.flatMap(({ pausedAt, resumedAt }) => (resumedAt === undefined ? [] : [{ pausedAt, resumedAt }]));
