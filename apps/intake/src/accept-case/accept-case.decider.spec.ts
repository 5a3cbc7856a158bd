import { caseFold } from '@bihuan/case';
import { caseId, commandMeta, deciderSpec, demoReference, histories, told } from '@bihuan/testing';
import type { GivenClassification } from '../domain/classification.policy.js';
import { AcceptCase, acceptCase } from './accept-case.decider.js';

const cover: GivenClassification = {
  codeSystem: 'GBT30428-2',
  categoryCode: 'C0102',
  matterKind: 'COMPONENT',
  urgency: 'ORDINARY',
  grade: 'GENERAL',
  publicSafety: false,
  accusedUnitIds: [],
  tags: [],
  by: 'PERSON',
};
const clerk = { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' } as const;
const meta = commandMeta({ actor: clerk });
const accept = (classification?: GivenClassification) =>
  new AcceptCase({ caseId, disposition: 'DISPATCH', classification }, meta);

const classified = { type: 'CaseClassified', data: told('CaseClassified', { codeSystemVersion: '1' }).data } as const;
const accepted = { type: 'CaseAccepted', data: { caseId, disposition: 'DISPATCH' } } as const;

describe('accepting a case', () => {
  const given = deciderSpec(caseFold, acceptCase, demoReference());

  it('classifies and accepts it in one step', () =>
    given(...histories.registered)
      .when(accept(cover))
      .thenEmits(classified, accepted));

  it('accepts what was classified before', () =>
    given(...histories.registered, told('CaseClassified'))
      .when(accept())
      .thenEmits(accepted));

  it('classifies anew when a classification is given all the same', () =>
    given(...histories.registered, told('CaseClassified'))
      .when(accept(cover))
      .thenEmits({ ...classified, data: { ...classified.data, revision: 2 } }, accepted));

  it('lets the units of a pool claim it', () =>
    given(...histories.registered, told('CaseClassified'))
      .when(new AcceptCase({ caseId, disposition: 'CLAIM' }, meta))
      .thenEmits({ type: 'CaseAccepted', data: { caseId, disposition: 'CLAIM' } }));

  it.each([
    ['before it is classified', histories.registered, accept(), 'CLASSIFICATION_REQUIRED'],
    ['a second time', histories.accepted, accept(cover), 'ILLEGAL_TRANSITION'],
    ['once it is closed', histories.closed, accept(cover), 'CASE_CLOSED'],
    ['before anybody registered it', [], accept(cover), 'CASE_NOT_FOUND'],
    [
      'as what the code table does not know',
      histories.registered,
      accept({ ...cover, categoryCode: 'C9999' }),
      'UNKNOWN_CATEGORY',
    ],
    ['about an unknown unit', histories.registered, accept({ ...cover, accusedUnitIds: ['MOON'] }), 'UNKNOWN_UNIT'],
    [
      'by a dispatcher',
      histories.registered,
      new AcceptCase({ caseId, disposition: 'DISPATCH', classification: cover }, commandMeta()),
      'ROLE_NOT_ALLOWED',
    ],
  ])('is refused %s', (_, history, command, code) =>
    given(...history)
      .when(command)
      .thenRefused(code),
  );
});
