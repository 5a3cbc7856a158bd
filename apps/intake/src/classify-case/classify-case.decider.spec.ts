import { caseFold } from '@bihuan/case';
import { caseId, commandMeta, deciderSpec, demoReference, histories, textOf, told } from '@bihuan/testing';
import { ClassifyCase, classifyCase } from './classify-case.decider.js';

const cover = {
  codeSystem: 'GBT30428-2',
  categoryCode: 'C0102',
  matterKind: 'COMPONENT',
  urgency: 'ORDINARY',
  grade: 'GENERAL',
  publicSafety: false,
  accusedUnitIds: [],
  tags: [],
  by: 'PERSON',
} as const;
const clerk = { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' } as const;
const dispatcher = { ...clerk, ref: 'dispatcher-1', role: 'DISPATCHER' } as const;
const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;

const classify = (more: object = {}, actor: typeof clerk | typeof dispatcher | typeof handler = clerk) =>
  new ClassifyCase({ caseId, classification: { ...cover, ...more } }, commandMeta({ actor }));
const { type, data } = told('CaseClassified', { codeSystemVersion: '1' });

describe('classifying a case', () => {
  const given = deciderSpec(caseFold, classifyCase, demoReference());

  it('records its class', () =>
    given(...histories.registered)
      .when(classify())
      .thenEmits({ type, data }));

  it('records a second class as the next revision, with its reason', () =>
    given(...histories.accepted)
      .when(classify({ grade: 'MAJOR', reasonRef: textOf(7) }))
      .thenEmits({ type, data: { ...data, revision: 2, grade: 'MAJOR', reasonRef: textOf(7) } }));

  it('records the same class once more when it is given once more', () =>
    given(...histories.accepted)
      .when(classify())
      .thenEmits({ type, data: { ...data, revision: 2 } }));

  it('is left to the dispatcher once a unit has the case', () =>
    given(...histories.inHandling)
      .when(classify({ urgency: 'EMERGENCY' }, dispatcher))
      .thenEmits({ type, data: { ...data, revision: 2, urgency: 'EMERGENCY' } }));

  it.each([
    ['by a clerk once a unit has the case', histories.dispatched, classify(), 'ROLE_NOT_ALLOWED'],
    ['by a unit', histories.inHandling, classify({}, handler), 'ROLE_NOT_ALLOWED'],
    ['of a case that nobody registered', [], classify(), 'CASE_NOT_FOUND'],
    ['after the result is filed', histories.feedbackSubmitted, classify(), 'ILLEGAL_TRANSITION'],
    ['of a closed case', histories.closed, classify(), 'CASE_CLOSED'],
    ['as what the code table does not know', histories.registered, classify({ categoryCode: 'X' }), 'UNKNOWN_CATEGORY'],
    ['about an unknown unit', histories.registered, classify({ accusedUnitIds: ['MOON'] }), 'UNKNOWN_UNIT'],
    ['with a phone number as tag', histories.registered, classify({ tags: ['13800000000'] }), 'IDENTITY_IN_CODE'],
  ])('is refused %s', (_, history, command, code) =>
    given(...history)
      .when(command)
      .thenRefused(code),
  );
});
