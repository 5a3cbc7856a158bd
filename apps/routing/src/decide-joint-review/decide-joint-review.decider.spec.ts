import { caseFold } from '@bihuan/case';
import { caseId, commandMeta, deciderSpec, demoReference, histories, reviewId, textOf, told } from '@bihuan/testing';
import type { Part } from '../domain/dispatch.policy.js';
import { DecideJointReview, decideJointReview } from './decide-joint-review.decider.js';

const director = { kind: 'STAFF', ref: 'director-1', unitId: 'CENTRE', role: 'DIRECTOR' } as const;
const lead = (unitId: string): Part => ({ unitId, role: 'LEAD' });
const co = (unitId: string): Part => ({ unitId, role: 'CO' });
const decide = (...parts: Part[]) =>
  new DecideJointReview(
    { caseId, parts, reasonRef: textOf(12), amendListItem: true },
    commandMeta({ actor: director }),
  );

type Classified = Parameters<typeof told<'CaseClassified'>>[1];
const underReviewAs = (classification: Classified) => [
  told('CaseRegistered'),
  told('CaseClassified', classification),
  told('CaseAccepted'),
  told('RouteResolved', { outcome: 'NO_MATCH', candidates: [] }),
  told('JointReviewConvened', { cause: 'NO_MATCH' }),
];
const twoLeads = underReviewAs({ placeType: 'RESIDENTIAL' });
const decided = (leadUnitId: string, ...coUnitIds: string[]) => ({
  type: 'JointReviewDecided' as const,
  data: {
    caseId,
    reviewId,
    decision: 'DISPATCH' as const,
    leadUnitId,
    coUnitIds,
    reasonRef: textOf(12),
    amendListItem: true,
  },
});
const dispatched = (to: Part, assignmentId: string, terms: { itemId?: string; listVersion?: number } = {}) => ({
  type: 'AssignmentDispatched' as const,
  data: {
    caseId,
    assignmentId,
    ...to,
    round: 1,
    cause: 'REVIEW' as const,
    designated: true,
    ...terms,
    requiredEvidence: ['PHOTO'] as const,
  },
});

describe('deciding a joint review', () => {
  const given = deciderSpec(caseFold, decideJointReview, demoReference());

  it('designates one of the candidates, on the terms of the item that names it', () =>
    given(...twoLeads)
      .when(decide(lead('JD-LONGHUA'), co('ZJJ')))
      .thenEmits(
        decided('JD-LONGHUA', 'ZJJ'),
        dispatched(lead('JD-LONGHUA'), 'id-1', { itemId: 'ZY-C-03', listVersion: 1 }),
        dispatched(co('ZJJ'), 'id-2', { itemId: 'ZY-C-03', listVersion: 1 }),
      ));

  it('designates a unit that the list does not name, on the terms of the tenant', () =>
    given(...underReviewAs({ categoryCode: 'E0698', matterKind: 'EVENT' }))
      .when(decide(lead('ZFJ')))
      .thenEmits(decided('ZFJ'), dispatched(lead('ZFJ'), 'id-1')));

  it.each([
    ['a second decision', histories.dispatched, [lead('ZJJ')], 'ILLEGAL_TRANSITION'],
    [
      'a dispatch after the case was refused',
      [...twoLeads, told('JointReviewDecided', { decision: 'REFUSE' })],
      [lead('ZJJ')],
      'ILLEGAL_TRANSITION',
    ],
    ['helpers without a lead', twoLeads, [co('ZJJ')], 'LEAD_REQUIRED'],
    ['a unit that the tenant does not have', twoLeads, [lead('MOON')], 'UNKNOWN_UNIT'],
    [
      'the unit the case is about',
      underReviewAs({ accusedUnitIds: ['ZJJ'] }),
      [lead('ZFJ'), co('ZJJ')],
      'ACCUSED_UNIT_EXCLUDED',
    ],
    ['a department’s duty for a street', underReviewAs({}), [lead('JD-LONGHUA')], 'PUSH_DOWN_FORBIDDEN'],
    [
      'the duty of a department that the case is about for a street',
      underReviewAs({ accusedUnitIds: ['ZJJ'] }),
      [lead('JD-LONGHUA')],
      'PUSH_DOWN_FORBIDDEN',
    ],
  ])('refuses %s', (_, history, parts, code) =>
    given(...history)
      .when(decide(...parts))
      .thenRefused(code),
  );

  it('is the director’s alone', () =>
    given(...twoLeads)
      .when(
        new DecideJointReview(
          { caseId, parts: [lead('ZJJ')], reasonRef: textOf(12), amendListItem: false },
          commandMeta(),
        ),
      )
      .thenRefused('ROLE_NOT_ALLOWED'));
});
