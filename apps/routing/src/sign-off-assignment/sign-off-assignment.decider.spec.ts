import { caseFold } from '@bihuan/case';
import {
  caseId,
  coAssignmentId,
  commandMeta,
  deciderSpec,
  demoReference,
  histories,
  leadAssignmentId,
  told,
} from '@bihuan/testing';
import { SignOffAssignment, signOffAssignment } from './sign-off-assignment.decider.js';

const sign = (assignmentId: string, unitId: string) =>
  new SignOffAssignment(
    { caseId, assignmentId },
    commandMeta({ actor: { kind: 'STAFF', ref: `${unitId}-handler-1`, unitId, role: 'UNIT_HANDLER' } }),
  );
const signed = (assignmentId: string, late = false) => ({
  type: 'AssignmentSigned' as const,
  data: { caseId, assignmentId, late },
});

const dueAt = '2025-08-08T16:00:00.000Z';
const terms = {
  policyId: 'SIGN_OFF',
  policyVersion: 1,
  limit: { rule: 'WHOLE_WORKING_DAYS', amount: 1 },
  startAt: '2025-08-07T07:25:00.000Z',
  dueAt,
  calendarId: 'CN-STATE',
  calendarVersion: 1,
  provisional: false,
  warnAt: [],
} as const;
const clockOf = (assignmentId: string, recordedAt: string) => [
  told('SlaStarted', { stage: 'SIGN_OFF', assignmentId, terms }, { recordedAt }),
];

describe('signing for an assignment', () => {
  const given = deciderSpec(caseFold, signOffAssignment, demoReference());
  const withHelper = [
    ...histories.dispatched,
    told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO' }),
  ];

  it('records that the lead has the case in hand', () =>
    given(...histories.dispatched)
      .when(sign(leadAssignmentId, 'ZJJ'))
      .thenEmits(signed(leadAssignmentId)));

  it('records a helper’s apart from the lead’s', () =>
    given(...withHelper)
      .when(sign(coAssignmentId, 'ZFJ'))
      .thenEmits(signed(coAssignmentId)));

  it('is in time one millisecond before it is due', () =>
    given(...histories.dispatched, ...clockOf(leadAssignmentId, '2025-08-08T15:59:59.999Z'))
      .when(sign(leadAssignmentId, 'ZJJ'))
      .thenEmits(signed(leadAssignmentId, false)));

  it('is late at the very instant it is due', () =>
    given(...histories.dispatched, ...clockOf(leadAssignmentId, dueAt))
      .when(sign(leadAssignmentId, 'ZJJ'))
      .thenEmits(signed(leadAssignmentId, true)));

  it('is judged by the clock of that assignment alone', () =>
    given(...withHelper, ...clockOf(leadAssignmentId, dueAt))
      .when(sign(coAssignmentId, 'ZFJ'))
      .thenEmits(signed(coAssignmentId, false)));

  it('adds nothing when the unit has signed before', () =>
    given(...histories.inHandling)
      .when(sign(leadAssignmentId, 'ZJJ'))
      .thenNothing());

  it.each([
    ['another unit, which helps', withHelper, sign(leadAssignmentId, 'ZFJ'), 'NOT_OWNER_UNIT'],
    ['a unit that may not know of the case', withHelper, sign(leadAssignmentId, 'SWJ'), 'ASSIGNMENT_NOT_FOUND'],
    ['an assignment the case does not have', withHelper, sign(caseId, 'ZJJ'), 'ASSIGNMENT_NOT_FOUND'],
    ['a completed assignment', histories.closed, sign(leadAssignmentId, 'ZJJ'), 'CASE_CLOSED'],
    [
      'the assignment of an earlier round',
      histories.reworkOrdered,
      sign(leadAssignmentId, 'ZJJ'),
      'ILLEGAL_TRANSITION',
    ],
  ])('refuses %s', (_, history, command, code) =>
    given(...history)
      .when(command)
      .thenRefused(code),
  );
});
