import { foldStream } from '@bihuan/kernel';
import { commandMeta } from '@bihuan/testing';
import { EraseSubject, eraseSubject } from './erase-subject.js';
import {
  identityViewed,
  type SubjectData,
  subjectEnrolled,
  subjectEvents,
  type SubjectEventType,
  subjectFact,
  subjectStream,
} from './subject.events.js';
import { subjectFold } from './subject.fold.js';

const subjectId = '0190b1f2-0000-7000-8000-000000000001';
const holdId = '0190b1f2-0000-7000-8000-000000000009';
const caseId = '0190b1f2-0000-7000-8000-00000000000c';

const subjectRef = `sub_${subjectId}`;
const enrolled = subjectEnrolled(subjectRef, { fields: ['name'], legalBasis: 'STATUTORY_DUTY', noticeVersion: 1 });
const view = { staffId: 'clerk-1', caseId, purpose: 'HANDLING', fields: ['name'], granted: true } as const;
const viewed = identityViewed(subjectRef, view);
const corrected = subjectFact('IdentityCorrected', { subjectId, fields: ['phone'], requestNo: 'R-1' });
const erased = subjectFact('SubjectErased', {
  subjectId,
  keyId: subjectId,
  cause: 'SUBJECT_REQUEST',
  approvedBy: 'dispatcher-7',
});
const held = (until?: string) =>
  subjectFact('LegalHoldPlaced', { subjectId, holdId, basisCode: 'COURT', ...(until === undefined ? {} : { until }) });
const lifted = subjectFact('LegalHoldLifted', { subjectId, holdId, basisCode: 'COURT' });

type Told = { [Type in SubjectEventType]: { type: Type; data: SubjectData<Type> } }[SubjectEventType];
const after = (...history: readonly Told[]) => {
  const events = history.map(({ type, data }, index) => ({
    type,
    data,
    meta: {
      eventId: `event-${index}`,
      commandId: `command-${index}`,
      version: index + 1,
      position: index + 1,
      recordedAt: '2026-03-02T01:00:00.000Z',
      actor: { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' },
    } as const,
  }));
  return eraseSubject(
    new EraseSubject({ subjectRef, cause: 'SUBJECT_REQUEST' }, commandMeta()),
    foldStream(subjectFold, events),
    { now: '2026-03-02T01:00:00.000Z' },
  );
};

describe('erasing a person', () => {
  it('is a fact, with its cause and who approved it', () => {
    expect(after(enrolled, viewed, corrected)).toEqual([erased]);
  });

  it('adds nothing when it was done', () => {
    expect(after(enrolled, erased)).toEqual([]);
  });

  it('refuses a person nobody enrolled: NOT_IN_VAULT', () => {
    expect(() => after()).toThrow(expect.objectContaining({ code: 'NOT_IN_VAULT' }));
  });

  it.each([
    ['without an end', held()],
    ['until a later day', held('2026-06-30')],
    ['until today', held('2026-03-02')],
  ])('refuses under a hold %s: LEGAL_HOLD', (_, hold) => {
    expect(() => after(enrolled, hold)).toThrow(expect.objectContaining({ code: 'LEGAL_HOLD' }));
  });

  it.each([
    ['was lifted', [held(), lifted]],
    ['is over', [held('2026-03-01')]],
  ])('goes ahead when the hold %s', (_, holds) => {
    expect(after(enrolled, ...holds)).toEqual([erased]);
  });

  it.each([enrolled, viewed, corrected, erased, held('2026-06-30'), lifted])(
    'keeps to the published shape: $type',
    ({ type, data }) => {
      expect(subjectEvents[type].parse(data)).toEqual(data);
    },
  );

  it('stands in a stream of the subject alone', () => {
    expect(subjectStream(subjectRef)).toBe(`subject-${subjectId}`);
  });
});
