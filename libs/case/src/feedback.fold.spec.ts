import { foldStream } from '@bihuan/kernel';
import { coAssignmentId, fileOf, histories, recorded, textOf, told, type Told } from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import { approvedSteps, submissionOf } from './case-questions.js';

const after = (...events: readonly Told[]) => foldStream(caseFold, recorded(events));
const { inHandling, feedbackSubmitted, awaitingCallback, reworkOrdered, closed } = histories;

describe('a submitted result', () => {
  it('keeps who submitted it, and its pictures apart from other files', () => {
    const meta = { eventId: 'submission-1', recordedAt: '2025-08-08T02:00:00.000Z' };
    const attachments = [fileOf(1), fileOf(2, 'image/png'), fileOf(3, 'application/pdf')];
    expect(after(...inHandling, told('HandlingFeedbackSubmitted', { attachments }, meta))).toMatchObject({
      status: 'FEEDBACK_SUBMITTED',
      assignments: [{ status: 'REPORTED' }],
      submissions: [{ eventId: 'submission-1', submitterRef: 'clerk-1', photos: 2, documents: 1 }],
      fileRefs: attachments,
    });
  });

  it('goes back to its unit when it is rejected', () => {
    expect(after(...feedbackSubmitted, told('HandlingFeedbackRejected'))).toMatchObject({
      status: 'IN_HANDLING',
      assignments: [{ status: 'SIGNED' }],
      reviews: [{ verdict: 'REJECTED', final: false }],
    });
  });

  it('stays under review until its last step', () => {
    const legal = told('HandlingFeedbackApproved', { step: 'LEGAL', final: false });
    const state = after(...feedbackSubmitted, legal);
    expect({ status: state.status, steps: approvedSteps(state) }).toEqual({
      status: 'FEEDBACK_SUBMITTED',
      steps: ['LEGAL'],
    });
  });

  it('is judged anew once it was rejected, by persons that the round remembers', () => {
    const legal = told('HandlingFeedbackApproved', { step: 'LEGAL', final: false });
    const again = told('HandlingFeedbackSubmitted', {}, { eventId: 'submission-2' });
    const state = after(...feedbackSubmitted, legal, told('HandlingFeedbackRejected'), again);
    expect(approvedSteps(state)).toEqual([]);
    expect(state.reviews).toHaveLength(2);
    expect(submissionOf(state)?.eventId).toBe('submission-2');
  });
});

describe('a case awaiting its callback', () => {
  it('counts its attempts, in the round and in all', () => {
    const attempt = told('CallbackAttempted', { outsideOfficeHours: true }, { recordedAt: '2025-08-08T12:00:00.000Z' });
    expect(after(...awaitingCallback, attempt)).toMatchObject({
      status: 'PENDING_CALLBACK',
      counters: { callbackAttempts: 1 },
      callback: {
        round: 1,
        attempts: [
          { attempt: 1, result: 'NO_ANSWER', recordedAt: '2025-08-08T12:00:00.000Z', outsideOfficeHours: true },
        ],
        solved: null,
      },
    });
  });

  it('closes with what the party answered', () => {
    expect(after(...closed)).toMatchObject({
      status: 'CLOSED',
      assignments: [{ status: 'COMPLETED' }],
      callback: { solved: 'SOLVED', satisfaction: 'SATISFIED' },
      closure: { closureType: 'CONFIRMED', round: 1, resolutionLevel: 'COUNTY', referenceNo: null },
    });
  });

  it('keeps the note, the recording and the explanation it is closed with', () => {
    const answers = told('CallbackCompleted', { noteRef: textOf(9), recordingRef: fileOf(10, 'audio/wav') });
    const closing = told('CaseClosed', { explanationRef: textOf(11), referenceNo: 'REF-1' });
    const state = after(...awaitingCallback, answers, closing);
    expect(state.textRefs.slice(-2)).toMatchObject([{ kind: 'note' }, { kind: 'explanation' }]);
    expect(state.fileRefs.at(-1)).toEqual({ ...fileOf(10, 'audio/wav'), kind: 'recording' });
    expect(state.closure?.referenceNo).toBe('REF-1');
  });
});

describe('a case to be done again', () => {
  it('begins its next round with nothing of the last one', () => {
    expect(after(...reworkOrdered)).toMatchObject({
      status: 'REWORK_ORDERED',
      round: 2,
      counters: { reworks: 1 },
      rework: { cause: 'NOT_SOLVED', coUnitIds: [] },
      contacts: [],
      submissions: [],
      reviews: [],
      callback: null,
    });
  });

  it('completes the parts of the round that signed or reported, and no other', () => {
    const co = told('AssignmentDispatched', {
      assignmentId: coAssignmentId,
      unitId: 'ZFJ',
      role: 'CO',
      cause: 'ADDED',
    });
    const left = told('AssignmentCancelled', { assignmentId: coAssignmentId });
    const state = after(...inHandling, co, left, ...reworkOrdered.slice(inHandling.length));
    expect(state.assignments.map(({ status }) => status)).toEqual(['COMPLETED', 'CANCELLED']);
  });
});

describe('contacts with the party', () => {
  it('keep their claimed instant beside the recorded one', () => {
    expect(
      after(...inHandling, told('ContactAttempted', {}, { recordedAt: '2025-08-08T01:20:00.000Z' })).contacts,
    ).toMatchObject([{ result: 'REACHED', at: '2025-08-08T01:10:00.000Z', recordedAt: '2025-08-08T01:20:00.000Z' }]);
  });
});

describe('facts out of their place', () => {
  it.each([
    ['a callback that was not scheduled', told('CallbackAttempted'), { callback: null }],
    ['answers to no callback', told('CallbackCompleted'), { callback: null }],
    [
      'a judgement on no submission',
      told('HandlingFeedbackApproved', { final: false }),
      { reviews: [{ submissionEventId: '' }] },
    ],
    ['a rejection of no submission', told('HandlingFeedbackRejected'), { assignments: [{ status: 'SIGNED' }] }],
    ['a decision of no review', told('JointReviewDecided'), { jointReview: null }],
    ['a clock that never started', told('SlaBreached'), { clocks: [] }],
  ])('%s leave the case as it can be told', (_, fact, expected) => {
    expect(after(...inHandling, fact)).toMatchObject(expected);
  });
});
