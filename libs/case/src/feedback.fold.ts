import type { Evolve } from '@bihuan/kernel';
import type { CaseEventOf, RecordedBy } from './case-events.js';
import { submissionOf } from './case-questions.js';
import type { CaseState, Review, Submission } from './case-state.js';
import { moved, roundEnded, withFiles, withPart, withTexts } from './fold-step.js';

const submissionBy = ({ data, meta }: CaseEventOf<'HandlingFeedbackSubmitted'>): Submission => {
  const photos = data.attachments.filter(({ mediaType }) => mediaType.startsWith('image/')).length;
  return {
    eventId: meta.eventId,
    assignmentId: data.assignmentId,
    submitterRef: meta.actor.ref,
    recordedAt: meta.recordedAt,
    contactedWhom: data.contactedWhom,
    photos,
    documents: data.attachments.length - photos,
  };
};

const reviewed = (
  state: CaseState,
  { data, meta }: CaseEventOf<'HandlingFeedbackApproved'> | CaseEventOf<'HandlingFeedbackRejected'>,
  verdict: Pick<Review, 'verdict' | 'final'>,
): readonly Review[] => [
  ...state.reviews,
  {
    eventId: meta.eventId,
    step: data.step,
    reviewerRef: meta.actor.ref,
    submissionEventId: submissionOf(state)?.eventId ?? '',
    ...verdict,
  },
];

/** What feedback's facts say about the case. */
export const feedbackSteps: Evolve<CaseState, RecordedBy<'feedback'>> = {
  ContactAttempted: (state, { data: { assignmentId, medium, result, at }, meta }) => ({
    ...state,
    contacts: [...state.contacts, { assignmentId, medium, result, at, recordedAt: meta.recordedAt }],
  }),
  HandlingFeedbackSubmitted: (state, event) => ({
    ...state,
    ...moved(state, event.meta, 'FEEDBACK_SUBMITTED'),
    assignments: withPart(state, event.data.assignmentId, { status: 'REPORTED' }),
    submissions: [...state.submissions, submissionBy(event)],
    textRefs: withTexts(state, { measure: event.data.measureRef, publicReply: event.data.publicReplyRef }),
    fileRefs: withFiles(state, { attachment: event.data.attachments }),
  }),
  // The last step moves the case; what follows it in the same append says whether a callback is waited for.
  HandlingFeedbackApproved: (state, event) => ({
    ...state,
    ...moved(state, event.meta, event.data.final ? 'PENDING_CALLBACK' : state.status),
    reviews: reviewed(state, event, { verdict: 'APPROVED', final: event.data.final }),
  }),
  HandlingFeedbackRejected: (state, event) => ({
    ...state,
    ...moved(state, event.meta, 'IN_HANDLING'),
    assignments: withPart(state, submissionOf(state)?.assignmentId ?? '', { status: 'SIGNED' }),
    reviews: reviewed(state, event, { verdict: 'REJECTED', final: false }),
    textRefs: withTexts(state, { reason: event.data.reasonRef }),
  }),
  CallbackScheduled: (state, { data: { round, channel, notBefore }, meta }) => ({
    ...state,
    callback: {
      round,
      channel,
      scheduledAt: meta.recordedAt,
      notBefore,
      attempts: [],
      solved: null,
      satisfaction: null,
    },
  }),
  CallbackAttempted: (state, { data: { attempt, channel, result, outsideOfficeHours }, meta }) => ({
    ...state,
    counters: { ...state.counters, callbackAttempts: state.counters.callbackAttempts + 1 },
    callback: state.callback && {
      ...state.callback,
      attempts: [
        ...state.callback.attempts,
        { attempt, channel, result, recordedAt: meta.recordedAt, outsideOfficeHours },
      ],
    },
  }),
  CallbackCompleted: (state, { data: { channel, solved, satisfaction, noteRef, recordingRef } }) => ({
    ...state,
    callback: state.callback && { ...state.callback, channel, solved, satisfaction },
    textRefs: withTexts(state, { note: noteRef }),
    fileRefs: withFiles(state, { recording: recordingRef }),
  }),
  ReworkOrdered: (state, { data: { round, cause, reworkCount, coUnitIds }, meta }) => ({
    ...state,
    ...moved(state, meta, 'REWORK_ORDERED'),
    assignments: roundEnded(state),
    counters: { ...state.counters, reworks: reworkCount },
    rework: { cause, coUnitIds },
    round,
    contacts: [],
    submissions: [],
    reviews: [],
    callback: null,
  }),
  CaseClosed: (state, { data: { closureType, round, resolutionLevel, referenceNo = null, explanationRef }, meta }) => ({
    ...state,
    ...moved(state, meta, 'CLOSED'),
    assignments: roundEnded(state),
    closure: { closureType, round, closedAt: meta.recordedAt, resolutionLevel, referenceNo },
    textRefs: withTexts(state, { explanation: explanationRef }),
  }),
};
