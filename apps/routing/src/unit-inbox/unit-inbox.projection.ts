import { type Assignment, type CaseState, dueClockOf, isLive, isOver } from '@bihuan/case';
import type { StateProjection } from '@bihuan/kernel';

/** One part of a unit in a case that is not over. */
export type InboxRow = {
  assignmentId: string;
  caseId: string;
  caseNo: string;
  unitId: string;
  role: Assignment['role'];
  round: number;
  status: Assignment['status'];
  caseStatus: CaseState['status'];
  codeSystem: string | null;
  categoryCode: string | null;
  dispatchedAt: string;
  /** Null before the clock has started, and where none is kept. */
  dueAt: string | null;
};

const rowOf = (state: CaseState, part: Assignment): InboxRow => ({
  assignmentId: part.assignmentId,
  caseId: state.caseId,
  caseNo: state.caseNo,
  unitId: part.unitId,
  role: part.role,
  round: part.round,
  status: part.status,
  caseStatus: state.status,
  codeSystem: state.classification?.codeSystem ?? null,
  categoryCode: state.classification?.categoryCode ?? null,
  dispatchedAt: part.dispatchedAt,
  dueAt: dueClockOf(state, part)?.dueAt ?? null,
});

/** Work waiting on each unit: one row per assignment, of lead or helper, gone once that unit is done with it. */
export const unitInbox: StateProjection<CaseState, InboxRow> = {
  table: 'routing.unit_inbox',
  version: 1,
  key: 'assignmentId',
  columns: {
    assignmentId: 'text',
    caseId: 'text',
    caseNo: 'text',
    unitId: 'text',
    role: 'text',
    round: 'int4',
    status: 'text',
    caseStatus: 'text',
    codeSystem: 'text',
    categoryCode: 'text',
    dispatchedAt: 'timestamptz',
    dueAt: 'timestamptz',
  },
  // A case that is over asks nothing of anybody, also before its assignments are cancelled.
  rows: (state) => (isOver(state.status) ? [] : state.assignments.filter(isLive).map((part) => rowOf(state, part))),
};
