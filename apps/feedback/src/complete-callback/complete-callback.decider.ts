import { caseDecider, type CaseEventOf, fact } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { closing } from '../domain/closing.policy.js';

type Answers = Omit<CaseEventOf<'CallbackCompleted'>['data'], 'round' | 'recordingRef'>;
export class CompleteCallback extends Command<Answers> {}

const dissatisfied: ReadonlySet<Answers['satisfaction']> = new Set(['DISSATISFIED', 'VERY_DISSATISFIED']);

/** 回访: what the party answered decides whether the case ends or is done again; 部分解决 counts as not solved. */
export const completeCallback = caseDecider('CompleteCallback', {
  decide({ data }: CompleteCallback, state, { reference: { settings } }) {
    const { caseId } = data;
    const completed = fact('CallbackCompleted', { ...data, round: state.round });
    const cause = reworkCause(data, settings.reworkOnDissatisfied);
    if (cause === undefined) return [completed, closing(state, 'CONFIRMED', settings)];
    const order = { round: state.round + 1, reworkCount: state.counters.reworks + 1, coUnitIds: [] };
    return [completed, fact('ReworkOrdered', { caseId, cause, ...order })];
  },
});

/** Why the matter is to be done again; undefined when the party confirmed it. */
function reworkCause(
  { solved, satisfaction, cause }: Answers,
  reworkOnDissatisfied: boolean,
): 'NOT_SOLVED' | 'DISSATISFIED' | undefined {
  if (solved !== 'SOLVED') return 'NOT_SOLVED';
  // Only what the unit could have done better is worth doing again.
  const isItsFault = dissatisfied.has(satisfaction) && cause === 'SUBJECTIVE';
  return isItsFault && reworkOnDissatisfied ? 'DISSATISFIED' : undefined;
}
