import { dueClockOf } from './case-questions.js';
import type { Assignment, CaseState, Classification } from './case-state.js';
import type { FileRef } from './file-ref.js';
import type { Place } from './place.js';

const placeView = ({ regionCode, gridCode, position, assetCode, placeType }: Place) => ({
  regionCode,
  gridCode: gridCode ?? null,
  position: position ? { ...position, accuracyM: position.accuracyM ?? null } : null,
  assetCode: assetCode ?? null,
  placeType: placeType ?? null,
});

const classificationView = (known: Classification) => ({
  revision: known.revision,
  codeSystem: known.codeSystem,
  codeSystemVersion: known.codeSystemVersion,
  categoryCode: known.categoryCode,
  filingCondition: known.filingCondition ?? null,
  matterKind: known.matterKind,
  disputeType: known.disputeType ?? null,
  urgency: known.urgency,
  grade: known.grade,
  ...circumstancesView(known),
  publicSafety: known.publicSafety,
  accusedUnitIds: known.accusedUnitIds,
  tags: known.tags,
  by: known.by,
  confidence: known.confidence ?? null,
});

const circumstancesView = (known: Classification) => ({
  placeType: known.placeType ?? null,
  rectificationMode: known.rectificationMode ?? null,
  rectifyBy: known.rectifyBy ?? null,
  disputeAmountFen: known.disputeAmountFen ?? null,
  peopleInvolved: known.peopleInvolved ?? null,
});

const assignmentView = (state: CaseState, part: Assignment) => ({
  assignmentId: part.assignmentId,
  unitId: part.unitId,
  role: part.role,
  round: part.round,
  cause: part.cause,
  status: part.status,
  designated: part.designated,
  dispatchedAt: part.dispatchedAt,
  signedAt: part.signedAt,
  dueAt: dueClockOf(state, part)?.dueAt ?? null,
});

const duplicatesView = ({ masterCaseId, childCaseIds, suspected }: CaseState['duplicates']) => ({
  masterCaseId,
  childCaseIds,
  suspected: suspected.map(({ caseId, rule, distanceM, hoursApart }) => ({
    caseId,
    rule,
    distanceM: distanceM ?? null,
    hoursApart: hoursApart ?? null,
  })),
});

const callbackView = ({ callback }: CaseState) =>
  callback && {
    round: callback.round,
    channel: callback.channel,
    scheduledAt: callback.scheduledAt,
    attempts: callback.attempts.length,
    solved: callback.solved,
    satisfaction: callback.satisfaction,
  };

const filesView = ({ fileRefs }: CaseState): readonly FileRef[] =>
  fileRefs.map(({ ref, hash, bytes, mediaType }) => ({ ref, hash, bytes, mediaType }));

/**
 * The case as `GET`, as-of and a unit's topic show it: no text, no identity, the same for everyone who may see it.
 * What is not there is null, or an empty list. Written by `canonicalJson`, the same case is the same bytes.
 */
export const caseView = (tenantId: string, state: CaseState) => ({
  caseId: state.caseId,
  caseNo: state.caseNo,
  tenantId,
  version: state.version,
  status: state.status,
  round: state.round,
  level: state.level,
  channel: state.channel,
  nature: state.nature,
  sourceSystem: state.sourceSystem,
  externalTicketNo: state.externalTicketNo,
  confidentiality: state.confidentiality,
  wantsReply: state.wantsReply,
  registeredAt: state.registeredAt,
  reportedAt: state.reportedAt,
  place: state.place && placeView(state.place),
  classification: state.classification && classificationView(state.classification),
  duplicates: duplicatesView(state.duplicates),
  assignments: state.assignments.map((part) => assignmentView(state, part)),
  openRequests: state.openRequests,
  callback: callbackView(state),
  closure: state.closure,
  counters: state.counters,
  textRefs: state.textRefs,
  fileRefs: filesView(state),
  relatedCaseIds: state.relatedCaseIds,
});

/** The same as a type, for the API document. */
export type CaseView = ReturnType<typeof caseView>;
