import { caseFold } from '@bihuan/case';
import type { Actor } from '@bihuan/kernel';
import { caseId, commandMeta, deciderSpec, demoReference, histories, referenceData, told } from '@bihuan/testing';
import { RecordCallbackAttempt, recordCallbackAttempt } from './record-callback-attempt.decider.js';

const callbackClerk = { kind: 'STAFF', ref: 'callback-1', unitId: 'CENTRE', role: 'CALLBACK_CLERK' } as const;
const attempt = { caseId, channel: 'CALL', result: 'NO_ANSWER' } as const;
const record = (actor: Actor = callbackClerk) => new RecordCallbackAttempt(attempt, commandMeta({ actor }));
const attempted = (number: number, outsideOfficeHours: boolean) => ({
  type: 'CallbackAttempted' as const,
  data: { ...attempt, attempt: number, outsideOfficeHours },
});

// Monday 2 March 2026, 08:00 in the tenant's zone.
const opening = '2026-03-02T00:00:00.000Z';
/** A case awaiting its callback at an instant. */
const awaitingAt = (recordedAt: string) => [
  ...histories.awaitingCallback.slice(0, -1),
  told('CallbackScheduled', {}, { recordedAt }),
];

describe('recording a callback that brought no answers', () => {
  const given = deciderSpec(caseFold, recordCallbackAttempt, demoReference());

  it('counts the attempt', () =>
    given(...histories.awaitingCallback)
      .when(record())
      .thenEmits(attempted(1, false)));

  it('counts the next one on', () =>
    given(...histories.awaitingCallback, told('CallbackAttempted'))
      .when(record())
      .thenEmits(attempted(2, false)));

  it('counts from one in each round', () => {
    const secondRound = [
      ...histories.awaitingCallback,
      told('CallbackAttempted'),
      ...histories.reworkOrdered.slice(-2),
      told('AssignmentDispatched', { round: 2, cause: 'REWORK' }),
      told('AssignmentSigned'),
      told('HandlingFeedbackSubmitted', { round: 2 }),
      told('HandlingFeedbackApproved'),
      told('CallbackScheduled', { round: 2 }),
    ];
    given(...secondRound)
      .when(record())
      .thenEmits(attempted(1, false));
  });

  it('counts from one also where no callback was scheduled', () =>
    given(...histories.awaitingCallback.slice(0, -1))
      .when(record())
      .thenEmits(attempted(1, false)));

  it.each([
    ['before they open', '2026-03-01T23:59:59.999Z', true],
    ['as they open', opening, false],
    ['as they close for noon', '2026-03-02T04:00:00.000Z', true],
    ['on a Sunday', '2026-03-01T02:00:00.000Z', true],
  ])('tells whether it was outside office hours: %s', (_, now, isOutside) =>
    given(...awaitingAt(now))
      .when(record())
      .thenEmits(attempted(1, isOutside)),
  );

  it.each([
    ['before the feedback is approved', histories.feedbackSubmitted, 'ILLEGAL_TRANSITION'],
    ['once the case is closed', histories.closed, 'CASE_CLOSED'],
  ])('is refused %s', (_, history, code) =>
    given(...history)
      .when(record())
      .thenRefused(code),
  );

  it.each([
    ['who submitted the feedback', { ...callbackClerk, ref: 'zjj-handler-1' }, 'SEPARATION_OF_DUTY'],
    ['who reviewed it', { ...callbackClerk, ref: 'reviewer-1' }, 'SEPARATION_OF_DUTY'],
    ['who is no callback clerk', { ...callbackClerk, role: 'CLERK' }, 'ROLE_NOT_ALLOWED'],
  ])('is refused to one %s', (_, actor, code) =>
    given(...histories.awaitingCallback)
      .when(record(actor))
      .thenRefused(code),
  );
});

describe('office hours that a tenant has set', () => {
  const reference = demoReference();
  const settings = { ...reference.settings, officeHours: [{ from: '09:00', to: '17:00' }] };
  const given = deciderSpec(caseFold, recordCallbackAttempt, { ...reference, settings });

  it('go before its working hours', () =>
    given(...awaitingAt(opening))
      .when(record())
      .thenEmits(attempted(1, true)));
});

describe('a tenant without a calendar', () => {
  const given = deciderSpec(caseFold, recordCallbackAttempt, referenceData());

  it('cannot tell what is outside office hours', () =>
    given(...histories.awaitingCallback)
      .when(record())
      .thenRefused('CALENDAR_MISSING'));
});
