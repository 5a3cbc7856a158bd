import { caseFold } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';
import { caseId, commandMeta, deciderSpec, histories, referenceData, textOf, told } from '@bihuan/testing';
import { RejectFeedback, rejectFeedback } from './reject-feedback.decider.js';

const reviewer = { kind: 'STAFF', ref: 'reviewer-1', unitId: 'CENTRE', role: 'REVIEWER' } as const;
const lawyer = { ...reviewer, ref: 'legal-1', role: 'LEGAL_REVIEWER' };
const missing = ['PHOTO', 'CONTACT'] as const;
const reject = (actor: Actor = reviewer) =>
  new RejectFeedback({ caseId, missing, reasonRef: textOf(1) }, commandMeta({ actor }));
const rejected = (step: 'LEGAL' | 'CENTRE') => ({
  type: 'HandlingFeedbackRejected' as const,
  data: { caseId, step, missing, reasonRef: textOf(1) },
});

describe('rejecting a handling feedback', () => {
  const given = deciderSpec(caseFold, rejectFeedback, referenceData());

  it('says what is missing, and why', () =>
    given(...histories.feedbackSubmitted)
      .when(reject())
      .thenEmits(rejected('CENTRE')));

  it('is refused the second time: the lead has it again', () =>
    given(...histories.feedbackSubmitted, told('HandlingFeedbackRejected', {}, { actor: reviewer }))
      .when(reject())
      .thenRefused('ILLEGAL_TRANSITION'));

  it('is refused once it is approved', () =>
    given(...histories.awaitingCallback)
      .when(reject())
      .thenRefused('ILLEGAL_TRANSITION'));

  it('is refused once the case is closed', () =>
    given(...histories.closed)
      .when(reject())
      .thenRefused('CASE_CLOSED'));

  it('is refused to who submitted it', () =>
    given(...histories.feedbackSubmitted)
      .when(reject({ ...reviewer, ref: 'zjj-handler-1' }))
      .thenRefused('SEPARATION_OF_DUTY'));

  it('is refused to a reviewer whose unit the case is about', () =>
    given(...histories.feedbackSubmitted, told('CaseClassified', { revision: 2, accusedUnitIds: ['CENTRE'] }))
      .when(reject())
      .thenRefused('ACCUSED_UNIT_EXCLUDED'));

  it.each([
    ['of a step that is not open', lawyer],
    ['of no step', { ...reviewer, ref: 'clerk-1', role: 'CLERK' }],
  ])('is refused to a role %s', (_, actor) =>
    given(...histories.feedbackSubmitted)
      .when(reject(actor))
      .thenRefused('ROLE_NOT_ALLOWED'),
  );
});

describe('rejecting where there are several review steps', () => {
  const { settings } = referenceData();
  const reference = referenceData({ settings: { ...settings, feedbackReviewSteps: ['LEGAL', 'CENTRE'] } });
  const given = deciderSpec(caseFold, rejectFeedback, reference);

  it('belongs to the open step', () =>
    given(...histories.feedbackSubmitted)
      .when(reject(lawyer))
      .thenEmits(rejected('LEGAL')));

  it('belongs to nobody else', () =>
    given(...histories.feedbackSubmitted)
      .when(reject())
      .thenRefused('ROLE_NOT_ALLOWED'));
});
