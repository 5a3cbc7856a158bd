export { caseDecider, type CaseCommand, type CaseDecider } from './case-decider.js';
export {
  assignmentKey,
  caseIdOf,
  caseCatalogue,
  caseJsonSchemas,
  caseNoKey,
  caseStream,
  eventsByOwner,
  fact,
  ticketKey,
  type CaseEvent,
  type CaseEventOf,
  type CaseEventType,
  type EventOwner,
  type EventsOwnedBy,
  type NewCaseEvent,
  type RecordedBy,
} from './case-events.js';
export { caseFold } from './case.fold.js';
export {
  approvedSteps,
  assignmentOf,
  dueClockOf,
  formerLead,
  handlingClockOf,
  isLive,
  isLost,
  leadOf,
  liveCos,
  liveLead,
  submissionOf,
} from './case-questions.js';
export type {
  Assignment,
  AssignmentStatus,
  Callback,
  CallbackAttempt,
  CaseState,
  Classification,
  Clock,
  Closure,
  Contact,
  JointReview,
  OpenRequest,
  Review,
  Route,
  Submission,
  Terms,
} from './case-state.js';
export { caseStatuses, isOver, openStatuses, type CaseStatus } from './case-status.js';
export { caseView, type CaseView } from './case-view.js';
export { classificationOf } from './classification-of.js';
export {
  assignmentRole,
  channel,
  closureType,
  confidentiality,
  contactResult,
  datum,
  diversionTarget,
  evidence,
  governanceLevel,
  grade,
  matterKind,
  notAcceptedReason,
  placeType,
  requestNature,
  reviewStep,
  slaStage,
  urgency,
  type AssignmentRole,
  type Channel,
  type ClosureType,
  type Confidentiality,
  type ContactResult,
  type Datum,
  type Evidence,
  type GovernanceLevel,
  type Grade,
  type MatterKind,
  type PlaceType,
  type RequestNature,
  type ReviewStep,
  type SlaStage,
  type Urgency,
} from './enums.js';
export type { FileRef } from './file-ref.js';
export { goldenFolder } from './golden-folder.js';
export { looksLikeIdentity, scanForIdentity } from './identity.js';
export { allowedIn, lifeCycle, mayGive, type CaseCommandName, type OwnerOf } from './life-cycle.js';
export type { LifeCycleRow, Role } from './life-cycle-row.js';
export type { Golden, MessageKind } from './message-kind.js';
export { asyncApi, type PublishedMessages } from './messages-document.js';
export { noCase } from './no-case.js';
export type { Place, Position } from './place.js';
export { refusals, refuse, type RefusalCode } from './refusals.js';
export { centreRoles, onlyFor, type Sight, sightOf, staffOnly, unitRoles } from './roles.js';
export type { TextRef } from './text-ref.js';
export { CASE_HANDED_TO_UNIT, tellUnits, type UnitMessage } from './unit-messages.js';
export { unitTopicKinds } from './unit-topic-kinds.js';
export { UnknownEventVersion, upcast, upcastingBy, type Upcaster, type UpcasterTable } from './upcasters.js';
export { isAccused, maySee, type Asker } from './visibility.js';
