import { caseFold, type CaseEventOf } from '@bihuan/case';
import type { CommandMeta } from '@bihuan/kernel';
import {
  caseId,
  coAssignmentId,
  commandMeta,
  deciderSpec,
  demoReference,
  fileOf,
  histories,
  leadAssignmentId,
  referenceData,
  textOf,
  told,
  type Told,
  uuidOf,
} from '@bihuan/testing';
import { SubmitFeedback, submitFeedback } from './submit-feedback.decider.js';

const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;
const feedback = {
  caseId,
  truth: 'TRUE',
  beyondDuty: false,
  contactedAt: '2025-08-08T01:10:00.000Z',
  contactedWhom: 'PARTY',
  solved: true,
  measureRef: textOf(1),
  publicReplyRef: textOf(2),
  attachments: [fileOf(3)],
  resolutionMethod: 'REPAIR',
} as const;
const usable = { unknownAttachments: [], expiredAttachments: [] };
const submit = (data: Partial<SubmitFeedback['data']> = {}, meta: Partial<CommandMeta> = {}) =>
  new SubmitFeedback({ ...feedback, ...usable, ...data }, commandMeta({ actor: handler, ...meta }));
const submitted = (data: Partial<CaseEventOf<'HandlingFeedbackSubmitted'>['data']> = {}) => ({
  type: 'HandlingFeedbackSubmitted' as const,
  data: { ...feedback, assignmentId: leadAssignmentId, round: 1, ...data },
});

const reached = [...histories.inHandling, told('ContactAttempted')];
const helper = (data = {}) =>
  told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO', cause: 'ADDED', ...data });
const contactAt = (recordedAt: string) => told('ContactAttempted', {}, { recordedAt });
const trials = (...instants: string[]) => [
  ...histories.inHandling,
  ...instants.map((recordedAt) => told('ContactAttempted', { result: 'NO_ANSWER' }, { recordedAt })),
];
/** A case of another matter, whose lead's item asks for other evidence. */
const matter = (
  matterKind: CaseEventOf<'CaseClassified'>['data']['matterKind'],
  requiredEvidence: CaseEventOf<'AssignmentDispatched'>['data']['requiredEvidence'],
): Told[] => [
  told('CaseRegistered', { wantsReply: false }),
  told('CaseClassified', { matterKind }),
  told('CaseAccepted'),
  told('AssignmentDispatched', { requiredEvidence }),
  told('AssignmentSigned'),
];

describe('submitting a handling feedback', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  it('records what the lead unit tells, for its assignment and the round', () =>
    given(...reached)
      .when(submit())
      .thenEmits(submitted()));

  it('carries why it is not solved, and who mediated', () => {
    const more = { unsolvedReasonCode: 'FUNDS', mediationChannel: 'COURT', mediatorId: 'rmtj-3' } as const;
    given(...reached)
      .when(submit({ ...more, solved: false }))
      .thenEmits(submitted({ ...more, solved: false }));
  });

  it('is refused the second time: it is under review', () =>
    given(...histories.feedbackSubmitted)
      .when(submit())
      .thenRefused('ILLEGAL_TRANSITION'));

  it('is possible again once the reviewer rejected it', () =>
    given(...histories.feedbackSubmitted, told('HandlingFeedbackRejected'))
      .when(submit())
      .thenEmits(submitted()));

  it('is refused to a reviewer of the same round', () => {
    const reviewer = { actor: { ...handler, ref: 'both-1' } };
    given(...histories.feedbackSubmitted, told('HandlingFeedbackRejected', {}, reviewer))
      .when(submit({}, reviewer))
      .thenRefused('SEPARATION_OF_DUTY');
  });
});

describe('a helper who has not reported', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  it.each([
    ['has not signed', [helper()]],
    ['signed', [helper(), told('AssignmentSigned', { assignmentId: coAssignmentId })]],
  ])('keeps the lead from submitting when it %s', (_, more) =>
    given(...reached, ...more)
      .when(submit())
      .thenRefused('CO_REPORT_MISSING'),
  );

  it.each([
    ['left', [helper(), told('AssignmentCancelled', { assignmentId: coAssignmentId })]],
    ['helped in another round', [helper({ round: 2 })]],
  ])('keeps nobody from it when it %s', (_, more) =>
    given(...reached, ...more)
      .when(submit())
      .thenEmits(submitted()),
  );
});

describe('a handling limit', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  const dueAt = '2025-08-11T16:00:00.000Z';
  const running = [...histories.inHandling, told('SlaStarted')];
  const breached = [...running, told('SlaBreached')];
  const otherClock = { clockId: uuidOf(31), assignmentId: coAssignmentId };

  it.each([
    ['is reached, though nobody wrote the breach yet', [...running, contactAt(dueAt)]],
    ['is passed', [...running, contactAt('2025-08-11T16:00:00.001Z')]],
    ['was breached', [...breached, told('ContactAttempted')]],
    ['was breached before the clock paused', [...breached, told('SlaPaused'), told('ContactAttempted')]],
  ])('must be explained when it %s', (_, history) =>
    given(...history)
      .when(submit())
      .thenRefused('BREACH_EXPLANATION_REQUIRED'),
  );

  it.each([
    ['until the millisecond before it is due', [...running, contactAt('2025-08-11T15:59:59.999Z')]],
    ['once the breach is explained', [...breached, told('SlaBreachExplained'), told('ContactAttempted')]],
    ['while the end of a pause is not settled', [...running, told('SlaPaused'), contactAt(dueAt)]],
    ['before the clock has started', [...histories.inHandling, contactAt(dueAt)]],
    ['when it is another unit’s', [...histories.inHandling, told('SlaStarted', otherClock), told('ContactAttempted')]],
    [
      'when another stage is late',
      [...histories.inHandling, told('SlaStarted', { stage: 'FIRST_CONTACT' }), told('ContactAttempted')],
    ],
  ])('needs no word %s', (_, history) =>
    given(...history)
      .when(submit())
      .thenEmits(submitted()),
  );
});

describe('contact with a party that wants a reply', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  const wednesday = '2025-08-06T15:59:59.999Z';
  const thursday = '2025-08-06T16:00:00.000Z';
  const thursdayNight = '2025-08-07T15:59:59.999Z';

  it.each([
    ['nobody tried', histories.inHandling, 'PARTY'],
    ['all three trials fell on one day of the tenant', trials(thursday, thursday, thursdayNight), 'NOBODY'],
    ['two trials on two days failed', trials(wednesday, thursday), 'NOBODY'],
    ['enough trials failed, and yet somebody is said to be reached', trials(wednesday, thursday, thursday), 'PARTY'],
  ] as const)('is missing when %s', (_, history, contactedWhom) =>
    given(...history)
      .when(submit({ contactedWhom }))
      .thenRefused('CONTACT_REQUIRED'),
  );

  it('is made up for by three trials on two days of the tenant that reached nobody', () =>
    given(...trials(wednesday, thursday, thursday))
      .when(submit({ contactedWhom: 'NOBODY' }))
      .thenEmits(submitted({ contactedWhom: 'NOBODY' })));

  it('is made when one trial reached the party, whoever is named', () =>
    given(...reached)
      .when(submit({ contactedWhom: 'RELATIVE' }))
      .thenEmits(submitted({ contactedWhom: 'RELATIVE' })));

  it('is made anew in each round', () =>
    given(
      ...histories.reworkOrdered,
      told('AssignmentDispatched', { assignmentId: coAssignmentId, round: 2, cause: 'REWORK' }),
      told('AssignmentSigned', { assignmentId: coAssignmentId }),
    )
      .when(submit())
      .thenRefused('CONTACT_REQUIRED'));

  it.each([
    ['the complainant wants no reply', told('CaseRegistered', { wantsReply: false })],
    [
      'nobody complains',
      { ...told('CaseRegistered'), data: { ...told('CaseRegistered').data, subjectRef: undefined } },
    ],
  ])('is not asked for when %s', (_, registration) =>
    given(registration, ...histories.inHandling.slice(1))
      .when(submit({ contactedWhom: 'NOBODY' }))
      .thenEmits(submitted({ contactedWhom: 'NOBODY' })),
  );
});

describe('evidence', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  const pdf = fileOf(4, 'application/pdf');
  const film = fileOf(5, 'video/mp4');

  it.each([
    ['a photo', 'COMPONENT', [], [pdf]],
    ['a photo', 'EVENT', [], [film]],
    ['a photo', 'HAZARD', [], []],
    ['the photo its item asks for', 'SERVICE', ['PHOTO'], [pdf]],
    ['the document its item asks for', 'SERVICE', ['DOCUMENT'], [fileOf(3)]],
    ['the agreement its item asks for', 'DISPUTE', ['AGREEMENT'], []],
    ['one of the two', 'COMPONENT', ['DOCUMENT'], [fileOf(3)]],
  ] as const)('is missing: %s of %s %j', (_, kind, required, attachments) =>
    given(...matter(kind, required))
      .when(submit({ attachments }))
      .thenRefused('EVIDENCE_REQUIRED'),
  );

  it.each([
    ['any picture for a photo', 'EVENT', ['PHOTO'], [fileOf(3, 'image/heic')]],
    ['a PDF for a document', 'SERVICE', ['DOCUMENT'], [pdf]],
    ['a signed PDF for an agreement', 'DISPUTE', ['AGREEMENT'], [pdf]],
    ['both where both are asked for', 'COMPONENT', ['DOCUMENT'], [fileOf(3), pdf]],
    ['none where none is asked for', 'SERVICE', [], []],
  ] as const)('is %s', (_, kind, required, attachments) =>
    given(...matter(kind, required))
      .when(submit({ attachments }))
      .thenEmits(submitted({ attachments })),
  );
});

describe('what a submission names', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  it.each([
    ['a file nobody uploaded', { unknownAttachments: ['fil_1'] }, 'UNKNOWN_ATTACHMENT'],
    ['such a file as the only photo', { unknownAttachments: ['fil_1'], attachments: [] }, 'UNKNOWN_ATTACHMENT'],
    ['a file unused for too long', { expiredAttachments: ['fil_1'] }, 'ATTACHMENT_EXPIRED'],
    ['a phone number as a reason', { unsolvedReasonCode: '13800000000' }, 'IDENTITY_IN_CODE'],
    ['an identity number as a mediator', { mediatorId: '53030319800101123X' }, 'IDENTITY_IN_CODE'],
  ])('is refused: %s', (_, data, code) =>
    given(...reached)
      .when(submit(data))
      .thenRefused(code),
  );
});

describe('the order of refusals', () => {
  const given = deciderSpec(caseFold, submitFeedback, referenceData());
  const late = told('SlaBreached');
  const running = [...histories.inHandling, told('SlaStarted')];
  const wrong = { attachments: [], unknownAttachments: ['fil_1'], mediatorId: '13800000000' };

  it.each([
    ['a helper before a breach', [...running, late, helper()], 'CO_REPORT_MISSING'],
    ['a breach before the contact', [...running, late], 'BREACH_EXPLANATION_REQUIRED'],
    ['the contact before what is attached', histories.inHandling, 'CONTACT_REQUIRED'],
    ['what is attached before what is missing', reached, 'UNKNOWN_ATTACHMENT'],
  ])('names %s', (_, history, code) =>
    given(...history)
      .when(submit(wrong))
      .thenRefused(code),
  );
});

describe('evidence that a tenant has set for a kind of matter', () => {
  const { settings } = referenceData();
  const strict = referenceData({ settings: { ...settings, evidenceByMatterKind: { SERVICE: ['DOCUMENT'] } } });
  const given = deciderSpec(caseFold, submitFeedback, strict);

  it('is asked for', () =>
    given(...matter('SERVICE', []))
      .when(submit())
      .thenRefused('EVIDENCE_REQUIRED'));

  it('is all that is asked for', () =>
    given(...matter('COMPONENT', []))
      .when(submit({ attachments: [] }))
      .thenEmits(submitted({ attachments: [] })));
});

describe('a case that nobody leads any more', () => {
  const given = deciderSpec(caseFold, submitFeedback, demoReference());

  it('takes no feedback, not even of the unit of the place', () =>
    given(...reached, told('AssignmentCancelled'))
      .when(submit({}, { actor: { ...handler, ref: 'street-1', unitId: 'JD-LONGHUA' } }))
      .thenRefused('NOT_OWNER_UNIT'));
});
