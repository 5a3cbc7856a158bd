import type { DomainEvent, Fold, StreamState } from '@bihuan/kernel';
import type { SubjectData, SubjectEventType } from './subject.events.js';

/** What a subject's stream says of it: never who it is. */
export interface SubjectState extends StreamState {
  readonly status: 'NONE' | 'ENROLLED' | 'ERASED';
  /** Holds not lifted; each with its last day, if it has one. */
  readonly holds: readonly { readonly holdId: string; readonly until: string | undefined }[];
}

/** A fact of a subject, as its stream tells it. */
export type SubjectEvent = { [Type in SubjectEventType]: DomainEvent<Type, SubjectData<Type>> }[SubjectEventType];

const unchanged = (state: SubjectState): SubjectState => state;

/** Reads a `subject` stream. */
export const subjectFold: Fold<SubjectState, SubjectEvent> = {
  initialState: { version: 0, touchedVersion: 0, status: 'NONE', holds: [] },
  evolve: {
    SubjectEnrolled: (state) => ({ ...state, status: 'ENROLLED' }),
    IdentityViewed: unchanged,
    IdentityCorrected: unchanged,
    SubjectErased: (state) => ({ ...state, status: 'ERASED' }),
    LegalHoldPlaced: (state, { data: { holdId, until } }) => ({
      ...state,
      holds: [...state.holds, { holdId, until }],
    }),
    LegalHoldLifted: (state, { data: { holdId } }) => ({
      ...state,
      holds: state.holds.filter((hold) => hold.holdId !== holdId),
    }),
  },
};
