/** 案件状态. NONE before anybody registered the case. */
export type CaseStatus =
  | 'NONE'
  | 'REGISTERED'
  | 'PRE_VERIFYING'
  | 'ACCEPTED'
  | 'UNDER_JOINT_REVIEW'
  | 'DISPATCHED'
  | 'IN_HANDLING'
  | 'RETURN_REQUESTED'
  | 'SUSPENDED'
  | 'FEEDBACK_SUBMITTED'
  | 'PENDING_CALLBACK'
  | 'REWORK_ORDERED'
  | 'CLOSED'
  | 'NOT_ACCEPTED'
  | 'DIVERTED'
  | 'MERGED'
  | 'ARCHIVED'
  | 'TERMINATED'
  | 'WITHDRAWN';

/** Somebody still has to act. */
export const openStatuses = [
  'REGISTERED',
  'PRE_VERIFYING',
  'ACCEPTED',
  'UNDER_JOINT_REVIEW',
  'DISPATCHED',
  'IN_HANDLING',
  'RETURN_REQUESTED',
  'SUSPENDED',
  'FEEDBACK_SUBMITTED',
  'PENDING_CALLBACK',
  'REWORK_ORDERED',
] as const satisfies readonly CaseStatus[];

/** Over, but a command may bring the case back. */
const closedStatuses = ['CLOSED', 'NOT_ACCEPTED', 'DIVERTED', 'MERGED'] as const satisfies readonly CaseStatus[];

/** Over for ever. */
export const finalStatuses = ['ARCHIVED', 'TERMINATED', 'WITHDRAWN'] as const satisfies readonly CaseStatus[];

const overStatuses = [...closedStatuses, ...finalStatuses];
/** Of a registered case, in the order of a case's life. */
export const caseStatuses = [...openStatuses, ...overStatuses];

const over: ReadonlySet<CaseStatus> = new Set(overStatuses);
/** Closed or final. */
export const isOver = (status: CaseStatus): boolean => over.has(status);

/** A unit has the case: from its dispatch to the submission of a result; a helper's part may come and go here. */
export const withUnit = [
  'DISPATCHED',
  'IN_HANDLING',
  'RETURN_REQUESTED',
  'SUSPENDED',
] as const satisfies readonly CaseStatus[];
