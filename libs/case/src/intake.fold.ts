import type { Evolve } from '@bihuan/kernel';
import type { CaseEventOf, RecordedBy } from './case-events.js';
import type { CaseState } from './case-state.js';
import { moved, withFiles, withTexts } from './fold-step.js';

const registered = (state: CaseState, { data, meta }: CaseEventOf<'CaseRegistered'>): CaseState => ({
  ...state,
  ...moved(state, meta, 'REGISTERED'),
  caseId: data.caseId,
  caseNo: data.caseNo,
  channel: data.channel,
  nature: data.nature,
  sourceSystem: data.sourceSystem,
  externalTicketNo: data.externalTicketNo ?? null,
  confidentiality: data.confidentiality,
  wantsReply: data.wantsReply,
  registeredAt: meta.recordedAt,
  registeredByRef: meta.actor.ref,
  reportedAt: data.reportedAt,
  reporterKind: data.reporterKind,
  reporterId: data.reporterId ?? null,
  subjectRef: data.subjectRef ?? null,
  ...hints(data),
  relatedCaseIds: data.relatedCaseId === undefined ? [] : [data.relatedCaseId],
  textRefs: withTexts(state, { description: data.descriptionRef, address: data.place?.addressRef }),
  fileRefs: withFiles(state, { authorisation: data.delegation?.authorisationRef, attachment: data.attachments }),
});

const hints = (data: CaseEventOf<'CaseRegistered'>['data']) => ({
  place: data.place ?? null,
  suggestedCategory: data.suggestedCategory ?? null,
  urgencyHint: data.urgencyHint ?? null,
  externalDueAt: data.externalDueAt ?? null,
});

/** What intake's facts say about the case. */
export const intakeSteps: Evolve<CaseState, RecordedBy<'intake'>> = {
  CaseRegistered: registered,
  CaseClassified: (state, { data: { reasonRef, ...classification } }) => ({
    ...state,
    classification,
    accusedUnitIds: classification.accusedUnitIds,
    assignments: state.assignments.map((part) =>
      classification.accusedUnitIds.includes(part.unitId) ? { ...part, wasAccused: true } : part,
    ),
    textRefs: withTexts(state, { reason: reasonRef }),
  }),
  CaseAccepted: (state, { data, meta }) => ({
    ...state,
    ...moved(state, meta, 'ACCEPTED'),
    disposition: data.disposition,
  }),
  // A later search knows more, and may find what the earlier one found: each candidate once, the newest word holds.
  DuplicateSuspected: (state, { data: { candidates } }) => ({
    ...state,
    duplicates: {
      ...state.duplicates,
      suspected: [
        ...state.duplicates.suspected.filter(({ caseId }) => candidates.every((found) => found.caseId !== caseId)),
        ...candidates,
      ],
    },
  }),
};
