import { isLive } from './case-questions.js';
import type { Assignment } from './case-state.js';
import { type CaseStatus, isOver } from './case-status.js';
import { feedbackLifeCycle } from './feedback.life-cycle.js';
import { intakeLifeCycle } from './intake.life-cycle.js';
import type { LifeCycleRow } from './life-cycle-row.js';
import type { RefusalCode } from './refusals.js';
import { routingLifeCycle } from './routing.life-cycle.js';
import { supervisionLifeCycle } from './supervision.life-cycle.js';

/** 案件生命周期 as data: who may give which command in which status. Rules, API document and state diagram all read it. */
export const lifeCycle = { ...intakeLifeCycle, ...routingLifeCycle, ...supervisionLifeCycle, ...feedbackLifeCycle };

/** Every command there is on a case, built or not. */
export type CaseCommandName = keyof typeof lifeCycle;
/** The service whose facts a command makes. */
export type OwnerOf<Name extends CaseCommandName> = (typeof lifeCycle)[Name]['owner'];

/** Verbs of the commands that a person may give in this status, whoever it is; those whose slice is not built apart. */
export const allowedIn = (status: CaseStatus): string[] =>
  Object.values<LifeCycleRow>(lifeCycle).flatMap(({ verb, from, isBuilt }) =>
    verb && isBuilt && from.includes(status) ? verb : [],
  );

/** What a command calls a case that does not exist, or that its giver may not know of. */
export function notFoundCode(name: CaseCommandName): 'CASE_NOT_FOUND' | 'ASSIGNMENT_NOT_FOUND' {
  const { on }: LifeCycleRow = lifeCycle[name];
  return on === 'assignment' ? 'ASSIGNMENT_NOT_FOUND' : 'CASE_NOT_FOUND';
}

// A helper's part never moves the case, so it may come and go in more statuses; a part that ended takes no command.
const isAllowed = ({ from, fromHelper = from }: LifeCycleRow, status: CaseStatus, part?: Assignment): boolean =>
  (part?.role === 'CO' ? fromHelper : from).includes(status) && (part === undefined || isLive(part));

/** Why the status forbids the command; undefined when it does not. `part` is the assignment the command names. */
export function forbiddenBy(status: CaseStatus, name: CaseCommandName, part?: Assignment): RefusalCode | undefined {
  const row: LifeCycleRow = lifeCycle[name];
  if (isAllowed(row, status, part)) return undefined;
  if (status === 'NONE') return notFoundCode(name);
  // A command for closed cases meets another closed status as it meets any wrong one.
  if (isOver(status) && !row.from.some(isOver)) return 'CASE_CLOSED';
  return row.otherwise?.[status] ?? 'ILLEGAL_TRANSITION';
}

/** The role may give the command in some status. */
export const mayGive = (role: string, name: CaseCommandName): boolean =>
  lifeCycle[name].by.some((allowed) => allowed === role);

/** The role may give it in this one. */
export function mayGiveIn(status: CaseStatus, role: string, name: CaseCommandName): boolean {
  const { onlyBy }: LifeCycleRow = lifeCycle[name];
  const allowed = onlyBy?.[status];
  return allowed === undefined || allowed.some((one) => one === role);
}
