import { caseFold, type EventsOwnedBy } from '@bihuan/case';
import { caseId, clockId, commandMeta, deciderSpec, demoReference, histories, textOf, told } from '@bihuan/testing';
import { ExplainBreach, explainBreach } from './explain-breach.decider.js';

const DUE = '2025-08-11T16:00:00.000Z';
const BEFORE = '2025-08-11T15:59:59.999Z';

const reason = {
  caseId,
  reasonCode: 'WEATHER',
  explanationRef: textOf(52),
  nextMeasureRef: textOf(53),
  promisedOn: '2025-08-13',
} as const;
const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;
const explain = (actor: { kind: 'STAFF'; ref: string; unitId: string; role: string } = handler) =>
  new ExplainBreach(reason, commandMeta({ actor }));

const explained: EventsOwnedBy<'supervision'> = { type: 'SlaBreachExplained', data: { ...reason, clockId } };
const breached: EventsOwnedBy<'supervision'> = {
  type: 'SlaBreached',
  data: { caseId, clockId, stage: 'HANDLING', dueAt: DUE, unitId: 'ZJJ' },
};

/** Something of no matter for the clock, at an instant: the present of the rule. */
const at = (recordedAt: string) => told('DuplicateSuspected', {}, { recordedAt });

describe('explaining a breach', () => {
  const given = deciderSpec(caseFold, explainBreach, demoReference(DUE));
  const running = [...histories.inHandling, told('SlaStarted')];
  const late = [...running, told('SlaBreached')];

  it('says why the lead was late', () =>
    given(...late)
      .when(explain())
      .thenEmits(explained));

  it('writes the breach first when it comes before the timer', () =>
    given(...running, at(DUE))
      .when(explain())
      .thenEmits(breached, explained));

  it('explains again: a promise may pass too', () =>
    given(...late, told('SlaBreachExplained'))
      .when(explain())
      .thenEmits(explained));

  it('is refused while nothing is overdue', () =>
    given(...running, at(BEFORE))
      .when(explain())
      .thenRefused('ILLEGAL_TRANSITION'));

  it('is refused where the lead has no limit', () =>
    given(...histories.inHandling, at(DUE))
      .when(explain())
      .thenRefused('ILLEGAL_TRANSITION'));

  const submittedAt = (recordedAt: string) => [
    ...running,
    told('ContactAttempted'),
    told('HandlingFeedbackSubmitted', {}, { recordedAt }),
  ];

  it('takes a submission before the end for in time, also where its pause is not written yet', () =>
    given(...submittedAt(BEFORE), at(DUE))
      .when(explain())
      .thenRefused('ILLEGAL_TRANSITION'));

  it('takes a submission at the end for late', () =>
    given(...submittedAt(DUE), at('2025-08-12T01:00:00.000Z'))
      .when(explain())
      .thenEmits(breached, explained));

  it('is refused while the clock rests', () =>
    given(...running, told('SlaPaused'), at('2025-08-20T01:00:00.000Z'))
      .when(explain())
      .thenRefused('ILLEGAL_TRANSITION'));

  it.each([
    ['a reviewer', late, { ...handler, role: 'REVIEWER' }, 'ROLE_NOT_ALLOWED'],
    ['a unit that has no part in it', late, { ...handler, unitId: 'SWJ' }, 'CASE_NOT_FOUND'],
    ['a street that only sees it', late, { ...handler, unitId: 'JD-LONGHUA' }, 'NOT_OWNER_UNIT'],
    ['anybody once the case is closed', histories.closed, handler, 'CASE_CLOSED'],
  ])('is refused to %s', (_, history, actor, code) =>
    given(...history)
      .when(explain(actor))
      .thenRefused(code),
  );
});
