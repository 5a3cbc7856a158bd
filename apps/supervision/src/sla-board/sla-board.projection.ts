import { assignmentOf, type CaseState, type Clock } from '@bihuan/case';
import type { StateProjection } from '@bihuan/kernel';
import { nextWakeAt } from '../domain/next-wake.policy.js';

/** One clock of one case. */
export type BoardRow = {
  clockId: string;
  caseId: string;
  caseNo: string;
  caseStatus: CaseState['status'];
  stage: Clock['stage'];
  status: Clock['status'];
  round: number;
  assignmentId: string | null;
  /** Whose time it is; null for a clock of the centre. */
  unitId: string | null;
  startedAt: string;
  dueAt: string;
  stoppedAt: string | null;
  /** Numbers of the warn points that were told. */
  warned: readonly number[];
  breached: boolean;
  /** When it has something to say next; null for a clock that is silent until an event touches it. */
  nextAt: string | null;
};

const rowOf = (state: CaseState, clock: Clock): BoardRow => ({
  clockId: clock.clockId,
  caseId: state.caseId,
  caseNo: state.caseNo,
  caseStatus: state.status,
  stage: clock.stage,
  status: clock.status,
  round: clock.round,
  assignmentId: clock.assignmentId,
  unitId: clock.assignmentId === null ? null : (assignmentOf(state, clock.assignmentId)?.unitId ?? null),
  startedAt: clock.startedAt,
  dueAt: clock.dueAt,
  stoppedAt: clock.stoppedAt,
  warned: clock.warned,
  breached: clock.breached,
  nextAt: nextWakeAt({ ...state, clocks: [clock] }),
});

/** 督办看板: every clock of every case, the stopped ones too; the timer of the clocks asks it what is due. */
export const slaBoard: StateProjection<CaseState, BoardRow> = {
  table: 'supervision.sla_board',
  version: 1,
  key: 'clockId',
  columns: {
    clockId: 'text',
    caseId: 'text',
    caseNo: 'text',
    caseStatus: 'text',
    stage: 'text',
    status: 'text',
    round: 'int4',
    assignmentId: 'text',
    unitId: 'text',
    startedAt: 'timestamptz',
    dueAt: 'timestamptz',
    stoppedAt: 'timestamptz',
    warned: 'json',
    breached: 'bool',
    nextAt: 'timestamptz',
  },
  rows: (state) => state.clocks.map((clock) => rowOf(state, clock)),
};
