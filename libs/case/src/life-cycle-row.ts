import type { EventOwner } from './case-events.js';
import type { CaseStatus } from './case-status.js';
import type { RefusalCode } from './refusals.js';

/** 角色 */
export type Role =
  | 'CITIZEN'
  | 'INTEGRATOR'
  | 'GRID_WORKER'
  | 'CLERK'
  | 'DISPATCHER'
  | 'DIRECTOR'
  | 'UNIT_HANDLER'
  | 'UNIT_LIAISON'
  | 'UNIT_REVIEWER'
  | 'REVIEWER'
  | 'LEGAL_REVIEWER'
  | 'CALLBACK_CLERK'
  | 'SUPERVISOR'
  | 'AUDITOR'
  | 'PRIVACY_OFFICER'
  | 'ADMIN'
  | 'SYSTEM';

/** One command on a case: who may give it, when, and where it leads. */
export interface LifeCycleRow {
  /** Rows of the life cycle that this command makes; none for what runs beside the status. */
  readonly rows: readonly `T${number}`[];
  /** Last segment of its path; none when only the system gives it, or when it has a path of its own. */
  readonly verb?: string;
  /** It is about one assignment, named in its data and in its path. */
  readonly on?: 'assignment';
  readonly owner: EventOwner;
  /** Who may give it. */
  readonly by: readonly Role[];
  /** Statuses in which fewer roles may give it. */
  readonly onlyBy?: Readonly<Partial<Record<CaseStatus, readonly Role[]>>>;
  /**
   * Whose part a unit's people must stand for: the present LEAD's, that of the assignment named (OWN), ANY of the
   * case, or that of a unit INVITED to the joint review. Holds for unit roles only.
   */
  readonly whose?: 'LEAD' | 'OWN' | 'ANY' | 'INVITED';
  /** Separation of duty: persons of the present round, or of the assignment's unit, who may not give it. */
  readonly apartFrom?: readonly ('SUBMITTER' | 'REVIEWER' | 'UNIT')[];
  readonly from: readonly CaseStatus[];
  /** The same for a helper's assignment, which never moves the case; absent when it is as for a lead's. */
  readonly fromHelper?: readonly CaseStatus[];
  /** Statuses it may lead to; absent when the status stays. */
  readonly to?: readonly CaseStatus[];
  /** Statuses from which it may move the case, where it is allowed in more. */
  readonly movesFrom?: readonly CaseStatus[];
  /** Statuses in which a refusal says more than `ILLEGAL_TRANSITION`. */
  readonly otherwise?: Readonly<Partial<Record<CaseStatus, RefusalCode>>>;
  /** Its slice exists; a verb without one is not offered. */
  readonly isBuilt: boolean;
}
