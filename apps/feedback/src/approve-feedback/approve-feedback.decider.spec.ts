import { caseFold, type CaseEventOf } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';
import type { Settings } from '@bihuan/reference';
import {
  caseId,
  coAssignmentId,
  commandMeta,
  deciderSpec,
  histories,
  referenceData,
  told,
  unit,
} from '@bihuan/testing';
import { ApproveFeedback, approveFeedback } from './approve-feedback.decider.js';

const reviewer = { kind: 'STAFF', ref: 'reviewer-1', unitId: 'CENTRE', role: 'REVIEWER' } as const;
const lawyer = { ...reviewer, ref: 'legal-1', role: 'LEGAL_REVIEWER' };
const chief = { ...reviewer, ref: 'zjj-reviewer-1', unitId: 'ZJJ', role: 'UNIT_REVIEWER' };
const approve = (actor: Actor = reviewer) => new ApproveFeedback({ caseId }, commandMeta({ actor }));
type Step = Settings['feedbackReviewSteps'][number];
const approved = (step: Step, final: boolean) => ({
  type: 'HandlingFeedbackApproved' as const,
  data: { caseId, step, final },
});
const now = '2026-03-02T00:00:00.000Z';
const scheduled = (channel: 'CALL' | 'WECHAT') => ({
  type: 'CallbackScheduled' as const,
  data: { caseId, round: 1, channel, notBefore: now },
});
const closed = (closureType: 'ANONYMOUS' | 'REPLY_WAIVED') => ({
  type: 'CaseClosed' as const,
  data: { caseId, round: 1, closureType, resolutionLevel: 'COUNTY' as const },
});
const withSteps = (...feedbackReviewSteps: Step[]) =>
  deciderSpec(
    caseFold,
    approveFeedback,
    referenceData({ settings: { ...referenceData().settings, feedbackReviewSteps } }),
  );
const legalDone = told('HandlingFeedbackApproved', { step: 'LEGAL', final: false }, { actor: lawyer });
/** The same case, registered otherwise. */
const registeredAs = (data: Partial<CaseEventOf<'CaseRegistered'>['data']>) => [
  told('CaseRegistered', data),
  ...histories.feedbackSubmitted.slice(1),
];
const withoutParty = (data: Partial<CaseEventOf<'CaseRegistered'>['data']>) => [
  { ...told('CaseRegistered', data), data: { ...told('CaseRegistered', data).data, subjectRef: undefined } },
  ...histories.feedbackSubmitted.slice(1),
];

describe('approving a handling feedback', () => {
  const given = withSteps('CENTRE');

  it('has the party asked by phone, from now on', () =>
    given(...histories.feedbackSubmitted)
      .when(approve())
      .thenEmits(approved('CENTRE', true), scheduled('CALL')));

  it('has a party asked in WeChat that wrote there', () =>
    given(...registeredAs({ channel: 'WECHAT_OA' }))
      .when(approve())
      .thenEmits(approved('CENTRE', true), scheduled('WECHAT')));

  it('is refused the second time', () =>
    given(...histories.awaitingCallback)
      .when(approve())
      .thenRefused('ILLEGAL_TRANSITION'));

  it('is refused once the case is closed', () =>
    given(...histories.closed)
      .when(approve())
      .thenRefused('CASE_CLOSED'));

  it('is refused to who submitted it', () =>
    given(...histories.feedbackSubmitted)
      .when(approve({ ...reviewer, ref: 'zjj-handler-1' }))
      .thenRefused('SEPARATION_OF_DUTY'));

  it('is refused to a reviewer whose unit the case is about', () =>
    given(...histories.feedbackSubmitted, told('CaseClassified', { revision: 2, accusedUnitIds: ['CENTRE'] }))
      .when(approve())
      .thenRefused('ACCUSED_UNIT_EXCLUDED'));

  it('is possible for a reviewer of no unit', () => {
    const external = { kind: 'STAFF', ref: 'reviewer-2', role: 'REVIEWER' } as const;
    given(...histories.feedbackSubmitted)
      .when(approve(external))
      .thenEmits(approved('CENTRE', true), scheduled('CALL'));
  });
});

describe('a case that ends without a callback', () => {
  const given = withSteps('CENTRE');

  it('is an anonymous one without a person', () =>
    given(...withoutParty({ confidentiality: 'ANONYMOUS', wantsReply: false }))
      .when(approve())
      .thenEmits(approved('CENTRE', true), closed('ANONYMOUS')));

  it('is one whose complainant asked for no reply', () =>
    given(...registeredAs({ wantsReply: false }))
      .when(approve())
      .thenEmits(approved('CENTRE', true), closed('REPLY_WAIVED')));

  it.each([
    ['an anonymous one whose party can be called', registeredAs({ confidentiality: 'ANONYMOUS' })],
    ['that of a sensor, which waived nothing', withoutParty({ wantsReply: false })],
    ['a confidential one without a person', withoutParty({ confidentiality: 'CONFIDENTIAL', wantsReply: false })],
  ])('is not %s', (_, history) =>
    given(...history)
      .when(approve())
      .thenEmits(approved('CENTRE', true), scheduled('CALL')),
  );
});

describe('several review steps', () => {
  const given = withSteps('LEGAL', 'CENTRE');

  it('are taken in order; before the last the case stays where it is', () =>
    given(...histories.feedbackSubmitted)
      .when(approve(lawyer))
      .thenEmits(approved('LEGAL', false)));

  it('end with the last', () =>
    given(...histories.feedbackSubmitted, legalDone)
      .when(approve())
      .thenEmits(approved('CENTRE', true), scheduled('CALL')));

  it('begin again for the next submission', () =>
    given(
      ...histories.feedbackSubmitted,
      legalDone,
      told('HandlingFeedbackRejected', {}, { actor: reviewer }),
      told('HandlingFeedbackSubmitted', {}, { actor: { ...reviewer, ref: 'zjj-handler-1' } }),
    )
      .when(approve(lawyer))
      .thenEmits(approved('LEGAL', false)));

  it.each([
    ['the second before the first', histories.feedbackSubmitted, reviewer],
    ['the first once more', [...histories.feedbackSubmitted, legalDone], lawyer],
    ['one the tenant does not have', histories.feedbackSubmitted, chief],
  ])('are refused out of turn: %s', (_, history, actor) =>
    given(...history)
      .when(approve(actor))
      .thenRefused('ROLE_NOT_ALLOWED'),
  );
});

describe('a first step in the unit itself', () => {
  const given = withSteps('UNIT', 'CENTRE');

  it('is its own reviewer’s', () =>
    given(...histories.feedbackSubmitted)
      .when(approve(chief))
      .thenEmits(approved('UNIT', false)));

  it('is not another unit’s', () =>
    given(
      ...histories.feedbackSubmitted,
      told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO', cause: 'ADDED' }),
    )
      .when(approve({ ...chief, ref: 'zfj-reviewer-1', unitId: 'ZFJ' }))
      .thenRefused('NOT_OWNER_UNIT'));
});

describe('a step that the tenant names twice', () => {
  const given = withSteps('CENTRE', 'CENTRE');

  it('is taken once', () =>
    given(...histories.feedbackSubmitted)
      .when(approve())
      .thenEmits(approved('CENTRE', true), scheduled('CALL')));
});

describe('open steps that the tenant drops', () => {
  const given = withSteps('LEGAL');

  it('leave the last step to say once more that all is done', () =>
    given(...histories.feedbackSubmitted, legalDone)
      .when(approve(lawyer))
      .thenEmits(approved('LEGAL', true), scheduled('CALL')));
});

describe('a reviewer whose unit stands below the one the case is about', () => {
  const office = unit('LEGAL-OFFICE', { parentUnitId: 'CENTRE' });
  const given = deciderSpec(caseFold, approveFeedback, referenceData({ units: new Map([['LEGAL-OFFICE', office]]) }));

  it('is refused as well', () =>
    given(...histories.feedbackSubmitted, told('CaseClassified', { revision: 2, accusedUnitIds: ['CENTRE'] }))
      .when(approve({ ...reviewer, unitId: 'LEGAL-OFFICE' }))
      .thenRefused('ACCUSED_UNIT_EXCLUDED'));
});

describe('a case that was never routed', () => {
  const { settings } = referenceData();
  const reference = referenceData({ settings: { ...settings, levelOfDirectAnswer: 'STREET' } });
  const given = deciderSpec(caseFold, approveFeedback, reference);
  const unrouted = registeredAs({ wantsReply: false }).filter(({ type }) => type !== 'RouteResolved');

  it('is closed at the level the tenant has set', () => {
    const { type, data } = closed('REPLY_WAIVED');
    given(...unrouted)
      .when(approve())
      .thenEmits(approved('CENTRE', true), { type, data: { ...data, resolutionLevel: 'STREET' } });
  });
});
