import { approvedSteps, type CaseState, isAccused, refuse, type ReviewStep, type Role } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';
import type { ReferenceData } from '@bihuan/reference';

const reviewers: Readonly<Record<ReviewStep, Role>> = {
  UNIT: 'UNIT_REVIEWER',
  LEGAL: 'LEGAL_REVIEWER',
  CENTRE: 'REVIEWER',
};

/** 审核环节 that a submission waits for. */
export interface OpenStep {
  readonly step: ReviewStep;
  /** No other step is open after it. */
  readonly isLast: boolean;
}

/** The next open step of the newest submission. */
function openStepOf(state: CaseState, steps: readonly ReviewStep[]): OpenStep {
  const approved = approvedSteps(state);
  const [next, ...later] = steps.filter((step) => !approved.includes(step));
  // The tenant dropped the steps that were open: its reviewers say once more that all is done, else nobody ever could.
  if (next === undefined) return { step: steps.at(-1) ?? 'CENTRE', isLast: true };
  return { step: next, isLast: later.every((step) => step === next) };
}

/**
 * The step that this reviewer may judge now.
 * @throws Refusal ROLE_NOT_ALLOWED when another role's step is open, ACCUSED_UNIT_EXCLUDED
 */
export function stepToJudge(actor: Actor, state: CaseState, reference: ReferenceData): OpenStep {
  const open = openStepOf(state, reference.settings.feedbackReviewSteps);
  if (reviewers[open.step] !== actor.role) refuse('ROLE_NOT_ALLOWED', { role: actor.role, step: open.step });
  const { unitId } = actor;
  if (unitId !== undefined && isAccused(state, unitId, reference)) refuse('ACCUSED_UNIT_EXCLUDED', { unitId });
  return open;
}
