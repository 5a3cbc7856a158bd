import { type Actor, Command, type CommandMeta, foldStream } from '@bihuan/kernel';
import { inForce } from '@bihuan/reference';
import { caseId, commandMeta, histories, leadAssignmentId, occasion, recorded, uuidOf } from '@bihuan/testing';
import { caseDecider } from './case-decider.js';
import { fact } from './case-events.js';
import { caseFold } from './case.fold.js';
import type { CaseState } from './case-state.js';
import { noCase } from './no-case.js';

class Wish extends Command<{ caseId: string; assignmentId?: string; isDone?: boolean }> {}

const reference = inForce('zhanyi', [], '2025-08-07T07:20:00.000Z');
const signed = foldStream(caseFold, recorded(histories.inHandling));
const closed = foldStream(caseFold, recorded(histories.closed));
const contact = fact('ContactAttempted', {
  caseId,
  assignmentId: leadAssignmentId,
  medium: 'CALL',
  result: 'REACHED',
  at: '2025-08-08T01:10:00.000Z',
});

const alreadySo = ({ data }: Wish) => data.isDone === true;
const submit = caseDecider('SubmitFeedback', { alreadySo, decide: () => [contact] });
const record = caseDecider('RecordContact', { decide: () => [contact] });
const classify = caseDecider('ClassifyCase', { decide: () => [] });
const approve = caseDecider('ApproveFeedback', { decide: () => [] });

const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;
const clerk = { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' } as const;
const by = (actor: Actor, data: Partial<Wish['data']> = {}, meta: Partial<CommandMeta> = {}) =>
  new Wish({ caseId, assignmentId: leadAssignmentId, ...data }, commandMeta({ actor, ...meta }));
const refused = (code: string, values: object = {}) => expect.objectContaining({ code, values });
const withCo: CaseState = {
  ...signed,
  assignments: [
    ...signed.assignments,
    ...signed.assignments.map((part) => ({ ...part, assignmentId: uuidOf(11), unitId: 'ZFJ', role: 'CO' as const })),
  ],
};

describe('what holds for every command on a case', () => {
  it('lets the rule decide when nothing is in the way', () => {
    expect(submit(by(handler), signed, occasion(reference))).toEqual([contact]);
  });

  it('carries the name of its command, by which the owner of its facts is found', () => {
    expect(submit.command).toBe('SubmitFeedback');
  });

  it('refuses a role before it tells whether the case exists', () => {
    expect(() => submit(by(clerk), noCase, occasion(reference))).toThrow(
      refused('ROLE_NOT_ALLOWED', { role: 'CLERK' }),
    );
  });

  it('does not find a case that nobody registered', () => {
    expect(() => submit(by(handler), noCase, occasion(reference))).toThrow(refused('CASE_NOT_FOUND'));
  });

  it('hides a case from a unit that has no part in it', () => {
    const stranger = { ...handler, unitId: 'SWJ' };
    expect(() => submit(by(stranger), signed, occasion(reference))).toThrow(refused('CASE_NOT_FOUND'));
  });

  it('hides an assignment of such a case by the words of an unknown one', () => {
    const stranger = { ...handler, unitId: 'SWJ' };
    expect(() => record(by(stranger), signed, occasion(reference))).toThrow(refused('ASSIGNMENT_NOT_FOUND'));
  });

  it('does not find an assignment that the case does not have', () => {
    expect(() => record(by(handler, { assignmentId: uuidOf(99) }), signed, occasion(reference))).toThrow(
      refused('ASSIGNMENT_NOT_FOUND'),
    );
  });

  it('tells a helper that the assignment is another unit’s', () => {
    const helper = { ...handler, ref: 'zfj-handler-1', unitId: 'ZFJ' };
    expect(() => record(by(helper), withCo, occasion(reference))).toThrow(refused('NOT_OWNER_UNIT'));
  });

  it('tells a helper that another unit answers for the case', () => {
    const helper = { ...handler, ref: 'zfj-handler-1', unitId: 'ZFJ' };
    expect(() => submit(by(helper), withCo, occasion(reference))).toThrow(refused('NOT_OWNER_UNIT'));
  });

  it('refuses a person who stepped aside', () => {
    const state = { ...signed, recusedRefs: ['zjj-handler-1'] };
    expect(() => submit(by(handler), state, occasion(reference))).toThrow(refused('RECUSED'));
  });

  it('refuses a reviewer who submitted the result in the same round', () => {
    const state = foldStream(caseFold, recorded(histories.feedbackSubmitted));
    const reviewer = { ...clerk, ref: 'zjj-handler-1', role: 'REVIEWER' };
    expect(() => approve(by(reviewer), state, occasion(reference))).toThrow(refused('SEPARATION_OF_DUTY'));
  });

  it('refuses a role that the status excludes, once it has told that the case exists', () => {
    expect(() => classify(by(clerk), signed, occasion(reference))).toThrow(
      refused('ROLE_NOT_ALLOWED', { role: 'CLERK' }),
    );
  });

  it('refuses a caller who has not seen what somebody did, before it judges the status', () => {
    const late = by(handler, {}, { expectedVersion: 3 });
    expect(() => submit(late, { ...closed, version: 5, touchedVersion: 4 }, occasion(reference))).toThrow(
      refused('VERSION_CONFLICT', { version: 5 }),
    );
  });

  it('goes on for a caller who has not seen what only the system did', () => {
    const late = by(handler, {}, { expectedVersion: 3 });
    expect(submit(late, { ...signed, version: 5, touchedVersion: 3 }, occasion(reference))).toEqual([contact]);
  });

  it('adds nothing when it is already so, in whatever status', () => {
    expect(submit(by(handler, { isDone: true }), closed, occasion(reference))).toEqual([]);
  });

  it('tells a refused caller the status and what it allows', () => {
    const state = foldStream(caseFold, recorded(histories.dispatched));
    expect(() => submit(by(handler), state, occasion(reference))).toThrow(
      refused('ILLEGAL_TRANSITION', {
        caseStatus: 'DISPATCHED',
        allowed: ['classify', 'sign', 'explain-breach', 'contacts'],
      }),
    );
  });

  it('refuses whatever the end of the case forbids', () => {
    expect(() => submit(by(handler), closed, occasion(reference))).toThrow(
      refused('CASE_CLOSED', { caseStatus: 'CLOSED', allowed: [] }),
    );
  });
});
