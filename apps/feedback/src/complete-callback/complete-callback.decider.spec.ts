import { caseFold } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';
import { caseId, commandMeta, deciderSpec, histories, referenceData, textOf, told } from '@bihuan/testing';
import { CompleteCallback, completeCallback } from './complete-callback.decider.js';

const callbackClerk = { kind: 'STAFF', ref: 'callback-1', unitId: 'CENTRE', role: 'CALLBACK_CLERK' } as const;
const confirmed = { caseId, channel: 'CALL', solved: 'SOLVED', satisfaction: 'SATISFIED' } as const;
type Answers = CompleteCallback['data'];
const complete = (answers: Partial<Answers> = {}, actor: Actor = callbackClerk) =>
  new CompleteCallback({ ...confirmed, ...answers }, commandMeta({ actor }));
const completed = (answers: Partial<Answers> = {}, round = 1) => ({
  type: 'CallbackCompleted' as const,
  data: { ...confirmed, ...answers, round },
});
const closed = {
  type: 'CaseClosed' as const,
  data: { caseId, round: 1, closureType: 'CONFIRMED' as const, resolutionLevel: 'COUNTY' as const },
};
const reworked = (cause: 'NOT_SOLVED' | 'DISSATISFIED', round = 2) => ({
  type: 'ReworkOrdered' as const,
  data: { caseId, round, cause, reworkCount: round - 1, coUnitIds: [] },
});

describe('completing a callback', () => {
  const given = deciderSpec(caseFold, completeCallback, referenceData());

  it('closes what the party confirms, at the level the case was routed to', () =>
    given(...histories.awaitingCallback)
      .when(complete())
      .thenEmits(completed(), closed));

  it('keeps what else the party said', () => {
    const more = { contacted: true, noteRef: textOf(1) };
    given(...histories.awaitingCallback)
      .when(complete(more))
      .thenEmits(completed(more), closed);
  });

  it.each(['PARTLY', 'NOT_SOLVED'] as const)(
    'has it done again when it is %s, however satisfied the party is',
    (solved) =>
      given(...histories.awaitingCallback)
        .when(complete({ solved, satisfaction: 'VERY_SATISFIED' }))
        .thenEmits(completed({ solved, satisfaction: 'VERY_SATISFIED' }), reworked('NOT_SOLVED')),
  );

  it.each(['DISSATISFIED', 'VERY_DISSATISFIED'] as const)(
    'has it done again when the party is %s by the unit’s fault',
    (satisfaction) => {
      const answers = { satisfaction, cause: 'SUBJECTIVE' } as const;
      given(...histories.awaitingCallback)
        .when(complete(answers))
        .thenEmits(completed(answers), reworked('DISSATISFIED'));
    },
  );

  it('names the worse of two reasons', () => {
    const answers = { solved: 'NOT_SOLVED', satisfaction: 'DISSATISFIED', cause: 'SUBJECTIVE' } as const;
    given(...histories.awaitingCallback)
      .when(complete(answers))
      .thenEmits(completed(answers), reworked('NOT_SOLVED'));
  });

  it.each([
    ['for reasons outside the unit', { satisfaction: 'DISSATISFIED', cause: 'OBJECTIVE' }],
    ['though the demand was unreasonable', { satisfaction: 'VERY_DISSATISFIED', cause: 'UNREASONABLE' }],
  ] as const)('closes what is solved when the party is dissatisfied %s', (_, answers) =>
    given(...histories.awaitingCallback)
      .when(complete(answers))
      .thenEmits(completed(answers), closed),
  );

  it('closes what is solved when the party is satisfied and blames the unit for something', () =>
    given(...histories.awaitingCallback)
      .when(complete({ satisfaction: 'BASICALLY_SATISFIED', cause: 'SUBJECTIVE' }))
      .thenEmits(completed({ satisfaction: 'BASICALLY_SATISFIED', cause: 'SUBJECTIVE' }), closed));

  it('counts the reworks of a case', () => {
    const again = [
      ...histories.reworkOrdered,
      told('HandlingFeedbackSubmitted', { round: 2 }),
      told('HandlingFeedbackApproved'),
      told('CallbackScheduled', { round: 2 }),
    ];
    given(...again)
      .when(complete({ solved: 'NOT_SOLVED' }))
      .thenEmits(completed({ solved: 'NOT_SOLVED' }, 2), reworked('NOT_SOLVED', 3));
  });

  it.each([
    ['the second time, when the case is closed', histories.closed, 'CASE_CLOSED'],
    ['the second time, when the case is done again', histories.reworkOrdered, 'ILLEGAL_TRANSITION'],
    ['before the feedback is approved', histories.feedbackSubmitted, 'ILLEGAL_TRANSITION'],
  ])('is refused %s', (_, history, code) =>
    given(...history)
      .when(complete())
      .thenRefused(code),
  );

  it.each([
    ['who submitted the feedback', { ...callbackClerk, ref: 'zjj-handler-1' }, 'SEPARATION_OF_DUTY'],
    ['who reviewed it', { ...callbackClerk, ref: 'reviewer-1' }, 'SEPARATION_OF_DUTY'],
    ['who is no callback clerk', { ...callbackClerk, role: 'REVIEWER' }, 'ROLE_NOT_ALLOWED'],
  ])('is refused to one %s', (_, actor, code) =>
    given(...histories.awaitingCallback)
      .when(complete({}, actor))
      .thenRefused(code),
  );
});

describe('where dissatisfaction alone brings no rework', () => {
  const { settings } = referenceData();
  const lenient = referenceData({ settings: { ...settings, reworkOnDissatisfied: false } });
  const given = deciderSpec(caseFold, completeCallback, lenient);
  const answers = { satisfaction: 'DISSATISFIED', cause: 'SUBJECTIVE' } as const;

  it('closes what is solved', () =>
    given(...histories.awaitingCallback)
      .when(complete(answers))
      .thenEmits(completed(answers), closed));

  it('still has done again what is not', () =>
    given(...histories.awaitingCallback)
      .when(complete({ ...answers, solved: 'PARTLY' }))
      .thenEmits(completed({ ...answers, solved: 'PARTLY' }), reworked('NOT_SOLVED')));
});
