import { caseFold } from '@bihuan/case';
import {
  caseId,
  commandMeta,
  deciderSpec,
  demoReference,
  histories,
  leadAssignmentId,
  told,
  textOf,
} from '@bihuan/testing';
import type { Part } from '../domain/dispatch.policy.js';
import { DispatchCase, dispatchCase } from './dispatch-case.decider.js';

const lead = (unitId: string): Part => ({ unitId, role: 'LEAD' });
const co = (unitId: string): Part => ({ unitId, role: 'CO' });
const dispatch = (...parts: Part[]) => new DispatchCase({ caseId, parts, reasonRef: textOf(12) }, commandMeta());
const routed = (mode: 'DIRECTED' | 'JOINT', level: 'COUNTY' | 'STREET' = 'COUNTY') => ({
  type: 'RouteResolved' as const,
  data: { caseId, outcome: 'MANUAL' as const, mode, level, candidates: [], trace: [], manualReasonRef: textOf(12) },
});
const dispatched = (to: Part, assignmentId: string, cause: 'INITIAL' | 'REDISPATCH' = 'INITIAL') => ({
  type: 'AssignmentDispatched' as const,
  data: { caseId, assignmentId, ...to, round: 1, cause, designated: false, requiredEvidence: ['PHOTO'] as const },
});

type Classified = Parameters<typeof told<'CaseClassified'>>[1];
const acceptedAs = (classification: Classified, disposition: 'DISPATCH' | 'DIRECT_ANSWER' = 'DISPATCH') => [
  told('CaseRegistered'),
  told('CaseClassified', classification),
  told('CaseAccepted', { disposition }),
];
const givenBack = (unitId: string) => [told('AssignmentDispatched', { unitId }), told('AssignmentReturnApproved')];
const noItem = { categoryCode: 'E0698', matterKind: 'EVENT' } as const;
const twoLeads = { placeType: 'RESIDENTIAL' } as const;

describe('dispatching a case by hand', () => {
  const given = deciderSpec(caseFold, dispatchCase, demoReference());
  const ready = histories.accepted;
  const led = histories.dispatched;

  it('records the choice with its reason and gives each unit its part', () =>
    given(...ready)
      .when(dispatch(lead('SWJ'), co('ZFJ')))
      .thenEmits(routed('JOINT'), dispatched(lead('SWJ'), 'id-1'), dispatched(co('ZFJ'), 'id-2')));

  it('adds nothing when the unit already leads', () =>
    given(...led)
      .when(dispatch(lead('ZJJ')))
      .thenNothing());

  it('hands a case that its lead gave back to another unit', () => {
    const fire = { codeSystem: 'ZY-MATTER', categoryCode: 'HZ_FIRE', matterKind: 'HAZARD' } as const;
    return given(...acceptedAs(fire), ...givenBack('YJJ'))
      .when(dispatch(lead('JD-LONGHUA')))
      .thenEmits(routed('DIRECTED', 'STREET'), dispatched(lead('JD-LONGHUA'), 'id-1', 'REDISPATCH'));
  });

  it('demands of a matter without photos none', () =>
    given(...acceptedAs({ codeSystem: 'ZY-MATTER', categoryCode: 'SV_EMPLOYMENT', matterKind: 'SERVICE' }))
      .when(dispatch(lead('SFJ')))
      .thenEmits(routed('DIRECTED'), {
        type: 'AssignmentDispatched',
        data: { ...dispatched(lead('SFJ'), 'id-1').data, requiredEvidence: [] },
      }));

  it('needs no list for a case that was to be answered at the desk', () =>
    given(...acceptedAs(noItem, 'DIRECT_ANSWER'))
      .when(dispatch(lead('ZFJ')))
      .thenEmits(routed('DIRECTED'), dispatched(lead('ZFJ'), 'id-1')));

  it('refuses a choice without its reason', () =>
    given(...ready)
      .when(new DispatchCase({ caseId, parts: [lead('SWJ')], reasonRef: undefined }, commandMeta()))
      .thenRefused('REASON_REQUIRED'));

  it.each([
    ['a second lead', led, [lead('SWJ')], 'LEAD_ALREADY_DISPATCHED'],
    ['the present lead again once the case is closed', histories.closed, [lead('ZJJ')], 'CASE_CLOSED'],
    ['a case that is not accepted', histories.registered, [lead('ZJJ')], 'CASE_NOT_ACCEPTED'],
    ['a case under joint review', histories.underJointReview, [lead('ZJJ')], 'CASE_UNDER_JOINT_REVIEW'],
    ['a case for which the list names nobody, before the review', acceptedAs(noItem), [lead('ZFJ')], 'ROUTE_AMBIGUOUS'],
    ['a case for which the list names two leads', acceptedAs(twoLeads), [lead('ZJJ')], 'ROUTE_AMBIGUOUS'],
    ['helpers without a lead', ready, [co('SWJ')], 'LEAD_REQUIRED'],
    ['a unit that the tenant does not have', ready, [lead('MOON')], 'UNKNOWN_UNIT'],
    ['such a unit as a helper', ready, [lead('SWJ'), co('MOON')], 'UNKNOWN_UNIT'],
    ['the unit the case is about', acceptedAs({ accusedUnitIds: ['SWJ'] }), [lead('SWJ')], 'ACCUSED_UNIT_EXCLUDED'],
    ['it as a helper', acceptedAs({ accusedUnitIds: ['SWJ'] }), [lead('ZFJ'), co('SWJ')], 'ACCUSED_UNIT_EXCLUDED'],
    ['a department’s duty for a street', ready, [lead('JD-LONGHUA')], 'PUSH_DOWN_FORBIDDEN'],
    ['a department’s duty for a community', ready, [lead('SQ-LONGHUA')], 'PUSH_DOWN_FORBIDDEN'],
    [
      'the duty of a department that the case is about for a community',
      acceptedAs({ accusedUnitIds: ['ZJJ'] }, 'DIRECT_ANSWER'),
      [lead('SQ-LONGHUA')],
      'PUSH_DOWN_FORBIDDEN',
    ],
    [
      'the duty of a department that gave the case back for a street',
      [...acceptedAs({}, 'DIRECT_ANSWER'), ...givenBack('ZJJ')],
      [lead('JD-LONGHUA')],
      'PUSH_DOWN_FORBIDDEN',
    ],
  ])('refuses %s', (_, history, parts, code) =>
    given(...history)
      .when(dispatch(...parts))
      .thenRefused(code),
  );

  it('refuses a case that nobody classified', () =>
    given(told('CaseRegistered'), told('CaseAccepted'))
      .when(dispatch(lead('SWJ')))
      .thenRefused('CLASSIFICATION_REQUIRED'));

  it('lets a street help with a department’s duty', () =>
    given(...ready)
      .when(dispatch(lead('SWJ'), co('JD-LONGHUA')))
      .thenEmits(routed('JOINT'), dispatched(lead('SWJ'), 'id-1'), dispatched(co('JD-LONGHUA'), 'id-2')));
});

describe('a tenant that lets duties go down', () => {
  const { settings, ...reference } = demoReference();
  const given = deciderSpec(caseFold, dispatchCase, { ...reference, settings: { ...settings, forbidPushDown: false } });

  it('may give a department’s duty to a street', () =>
    given(...histories.accepted)
      .when(dispatch(lead('JD-LONGHUA')))
      .thenEmits(routed('DIRECTED', 'STREET'), dispatched(lead('JD-LONGHUA'), 'id-1')));
});

describe('a lead whose assignment ended', () => {
  const given = deciderSpec(caseFold, dispatchCase, demoReference());

  it('gets the case again by hand though it gave it back', () =>
    given(
      ...histories.accepted,
      told('AssignmentDispatched', { assignmentId: leadAssignmentId, unitId: 'SWJ' }),
      told('AssignmentReturnApproved', { assignmentId: leadAssignmentId }),
    )
      .when(dispatch(lead('SWJ')))
      .thenEmits(routed('DIRECTED'), dispatched(lead('SWJ'), 'id-1', 'REDISPATCH')));
});
