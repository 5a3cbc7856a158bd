import { caseFold } from '@bihuan/case';
import type { CommandMeta } from '@bihuan/kernel';
import {
  caseId,
  coAssignmentId,
  commandMeta,
  deciderSpec,
  histories,
  leadAssignmentId,
  referenceData,
  told,
} from '@bihuan/testing';
import { RecordContact, recordContact } from './record-contact.decider.js';

const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;
const contact = {
  caseId,
  assignmentId: leadAssignmentId,
  medium: 'CALL',
  result: 'REACHED',
  at: '2025-08-08T01:10:00.000Z',
} as const;
const record = (data: Partial<RecordContact['data']> = {}, meta: Partial<CommandMeta> = {}) =>
  new RecordContact({ ...contact, ...data }, commandMeta({ actor: handler, ...meta }));
const addedHelper = told('AssignmentDispatched', {
  assignmentId: coAssignmentId,
  unitId: 'ZFJ',
  role: 'CO',
  cause: 'ADDED',
});

describe('recording a contact with the party', () => {
  const given = deciderSpec(caseFold, recordContact, referenceData());

  it('keeps what the unit tells', () =>
    given(...histories.inHandling)
      .when(record())
      .thenEmits({ type: 'ContactAttempted', data: contact }));

  it('keeps a second one like the first: each attempt counts', () =>
    given(...histories.inHandling, told('ContactAttempted'))
      .when(record())
      .thenEmits({ type: 'ContactAttempted', data: contact }));

  it.each(['dispatched', 'inHandling', 'feedbackSubmitted'] as const)('is possible from the dispatch on: %s', (state) =>
    given(...histories[state])
      .when(record())
      .thenEmits({ type: 'ContactAttempted', data: contact }),
  );

  it('keeps that of a helping unit for its own part', () =>
    given(...histories.inHandling, addedHelper)
      .when(record({ assignmentId: coAssignmentId }, { actor: { ...handler, ref: 'zfj-handler-1', unitId: 'ZFJ' } }))
      .thenEmits({ type: 'ContactAttempted', data: { ...contact, assignmentId: coAssignmentId } }));

  it.each([
    ['in the name of another unit', [...histories.inHandling, addedHelper], coAssignmentId, 'NOT_OWNER_UNIT'],
    ['for an assignment the case does not have', histories.inHandling, coAssignmentId, 'ASSIGNMENT_NOT_FOUND'],
    ['while the party is asked already', histories.awaitingCallback, leadAssignmentId, 'ILLEGAL_TRANSITION'],
    ['once the case is closed', histories.closed, leadAssignmentId, 'CASE_CLOSED'],
  ])('is refused %s', (_, history, assignmentId, code) =>
    given(...history)
      .when(record({ assignmentId }))
      .thenRefused(code),
  );

  it('is no matter of the centre', () =>
    given(...histories.inHandling)
      .when(record({}, { actor: { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' } }))
      .thenRefused('ROLE_NOT_ALLOWED'));
});
