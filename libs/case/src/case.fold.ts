import type { Fold } from '@bihuan/kernel';
import type { CaseEvent } from './case-events.js';
import type { CaseState } from './case-state.js';
import { noCase } from './no-case.js';
import { feedbackSteps } from './feedback.fold.js';
import { intakeSteps } from './intake.fold.js';
import { routingSteps } from './routing.fold.js';
import { supervisionSteps } from './supervision.fold.js';

/** The one fold from a stream to the case; the compiler misses no event type. */
export const caseFold: Fold<CaseState, CaseEvent> = {
  initialState: noCase,
  evolve: { ...intakeSteps, ...routingSteps, ...supervisionSteps, ...feedbackSteps },
};
