import type { CaseEventOf, CaseEventType } from './case-events.js';

type Data<Type extends CaseEventType> = CaseEventOf<Type>['data'];

/**
 * Whom an event is told: every unit that has the case, or the unit whose assignment or clock it is about, and of a
 * helper's also the lead.
 */
export type Audience = 'CASE' | 'ASSIGNMENT' | 'CLOCK';

type AudienceOf<Payload> =
  | 'CASE'
  | (Payload extends { readonly assignmentId: string } ? 'ASSIGNMENT' : never)
  | (Payload extends { readonly clockId: string } ? 'CLOCK' : never);

interface ToldAs<Payload> {
  readonly to: AudienceOf<Payload>;
  /** The fields that leave the house; any other stays. */
  readonly fields: readonly (keyof Payload & string)[];
}

const clock = ['caseId', 'clockId'] as const;
const assignment = ['caseId', 'assignmentId'] as const;

/**
 * 承办单位事件: what a unit's topic tells of each event type, field by field (events §7). The compiler misses no type,
 * and a field that nobody named stays. A place or a description would need the rules of `handedCase`.
 */
export const unitTopic: { readonly [Type in CaseEventType]: ToldAs<Data<Type>> | 'never' } = {
  CaseRegistered: 'never',
  CaseClassified: {
    to: 'CASE',
    fields: [
      'caseId',
      'revision',
      'codeSystem',
      'codeSystemVersion',
      'categoryCode',
      'filingCondition',
      'matterKind',
      'disputeType',
      'urgency',
      'grade',
      'placeType',
      'rectificationMode',
      'rectifyBy',
      'disputeAmountFen',
      'peopleInvolved',
      'publicSafety',
      'tags',
      'by',
      'confidence',
      'reasonRef',
    ],
  },
  CaseAccepted: 'never',
  DuplicateSuspected: 'never',

  RouteResolved: 'never',
  JointReviewConvened: 'never',
  JointReviewDecided: 'never',
  // To its lead, that a helper joins; the unit itself gets the case with `CaseHandedToUnit` in its place.
  AssignmentDispatched: {
    to: 'ASSIGNMENT',
    fields: [
      ...assignment,
      'unitId',
      'role',
      'round',
      'cause',
      'designated',
      'itemId',
      'listVersion',
      'limitPolicyId',
      'requiredEvidence',
    ],
  },
  AssignmentSigned: { to: 'ASSIGNMENT', fields: [...assignment, 'late'] },
  AssignmentReturnApproved: { to: 'ASSIGNMENT', fields: [...assignment, 'role', 'transferCount'] },
  AssignmentCancelled: { to: 'ASSIGNMENT', fields: [...assignment, 'reasonCode'] },

  SlaStarted: { to: 'CLOCK', fields: [...clock, 'stage', 'assignmentId', 'round', 'byEventId', 'terms'] },
  SlaPaused: { to: 'CLOCK', fields: [...clock, 'cause', 'pausedAt', 'usedMs'] },
  SlaResumed: { to: 'CLOCK', fields: [...clock, 'cause', 'resumedAt', 'dueAt', 'lastDay', 'warnAt'] },
  SlaDeadlineMoved: {
    to: 'CLOCK',
    fields: [...clock, 'oldDueAt', 'newDueAt', 'lastDay', 'warnAt', 'cause', 'calendarVersion', 'provisional'],
  },
  SlaWarned: { to: 'CLOCK', fields: [...clock, 'point', 'dueAt'] },
  SlaBreached: { to: 'CLOCK', fields: [...clock, 'stage', 'dueAt', 'unitId'] },
  SlaBreachExplained: {
    to: 'CLOCK',
    fields: [...clock, 'reasonCode', 'explanationRef', 'nextMeasureRef', 'promisedOn'],
  },
  SlaStopped: { to: 'CLOCK', fields: [...clock, 'outcome', 'stoppedAt', 'byEventId'] },

  ContactAttempted: { to: 'ASSIGNMENT', fields: [...assignment, 'medium', 'result', 'at'] },
  HandlingFeedbackSubmitted: {
    to: 'ASSIGNMENT',
    fields: [
      ...assignment,
      'round',
      'truth',
      'beyondDuty',
      'contactedAt',
      'contactedWhom',
      'solved',
      'unsolvedReasonCode',
      'measureRef',
      'publicReplyRef',
      'attachments',
      'resolutionMethod',
      'mediationChannel',
      'mediatorId',
      'agreementId',
    ],
  },
  HandlingFeedbackApproved: { to: 'CASE', fields: ['caseId', 'step', 'final'] },
  HandlingFeedbackRejected: { to: 'CASE', fields: ['caseId', 'step', 'missing', 'reasonRef'] },
  CallbackScheduled: 'never',
  CallbackAttempted: 'never',
  CallbackCompleted: {
    to: 'CASE',
    fields: ['caseId', 'round', 'channel', 'contacted', 'solved', 'satisfaction', 'cause'],
  },
  ReworkOrdered: { to: 'CASE', fields: ['caseId', 'round', 'cause', 'reworkCount', 'coUnitIds'] },
  CaseClosed: {
    to: 'CASE',
    fields: ['caseId', 'round', 'closureType', 'resolutionLevel', 'referenceNo', 'explanationRef'],
  },
};

/** What the topic tells of an event, whatever its type; undefined for all that never leaves, and for the unknown. */
export function toldOf(type: string): { readonly to: Audience; readonly fields: readonly string[] } | undefined {
  const table: Readonly<Record<string, ReturnType<typeof toldOf> | 'never'>> = unitTopic;
  const told = Object.hasOwn(table, type) ? table[type] : undefined;
  return told === 'never' ? undefined : told;
}
