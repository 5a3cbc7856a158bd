import {
  allowedIn,
  caseDecider,
  type CaseEventOf,
  type CaseState,
  type Clock,
  fact,
  handlingClockOf,
  liveLead,
  refuse,
} from '@bihuan/case';
import { Command } from '@bihuan/kernel';

type Explanation = Omit<CaseEventOf<'SlaBreachExplained'>['data'], 'clockId'>;
export class ExplainBreach extends Command<Explanation> {}

/** Until when HANDLING has run: a submission halts it, also where the pause is not written yet. */
const ranUntil = ({ status, statusSince }: CaseState, now: string): string =>
  status === 'FEEDBACK_SUBMITTED' ? statusSince : now;

/** The breach of HANDLING as far as it is still to be written; undefined when there is none to explain. */
function breachToWrite(state: CaseState, clock: Clock, now: string) {
  const { clockId, stage, dueAt, breached, status } = clock;
  if (breached) return [];
  if (status !== 'RUNNING' || ranUntil(state, now) < dueAt) return undefined;
  return [fact('SlaBreached', { caseId: state.caseId, clockId, stage, dueAt, unitId: liveLead(state)?.unitId })];
}

/**
 * 超时说明: the lead says why it was late, and by when it will have done what. It may come before the timer: then it writes
 * the breach that it explains. A promise that passed too is explained again.
 */
export const explainBreach = caseDecider('ExplainBreach', {
  decide({ data }: ExplainBreach, state, { now }) {
    const clock = handlingClockOf(state);
    const breach = clock && breachToWrite(state, clock, now);
    // Nothing is overdue: there is no code of its own for what nobody has to explain.
    if (!clock || !breach) refuse('ILLEGAL_TRANSITION', { caseStatus: state.status, allowed: allowedIn(state.status) });
    return [...breach, fact('SlaBreachExplained', { ...data, clockId: clock.clockId })];
  },
});
