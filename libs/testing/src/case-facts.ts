import type { CaseEventOf, CaseEventType } from '@bihuan/case';
import type { EventMeta } from '@bihuan/kernel';

/** A UUIDv7 that says its number: `…-000000000007`. */
export const uuidOf = (n: number): string => `0190b1f2-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The case all these facts are about. */
export const caseId = uuidOf(1);
export const leadAssignmentId = uuidOf(10);
export const coAssignmentId = uuidOf(11);
export const reviewId = uuidOf(20);
export const clockId = uuidOf(30);

/** A text in the vault, and a file there. */
export const textOf = (n: number) => ({ ref: `txt_${uuidOf(n)}`, keyedHash: 'a'.repeat(64), chars: n });
export const fileOf = (n: number, mediaType = 'image/jpeg') => ({
  ref: `fil_${uuidOf(n)}`,
  hash: 'b'.repeat(64),
  bytes: 1000 + n,
  mediaType,
});

type Payloads = { readonly [Type in CaseEventType]: Omit<CaseEventOf<Type>['data'], 'caseId'> };

const terms = {
  policyId: 'H_ROAD_COVER',
  policyVersion: 1,
  limit: { rule: 'WHOLE_WORKING_DAYS', amount: 2, unit: 'DAY' },
  startAt: '2025-08-07T07:25:00.000Z',
  dueAt: '2025-08-11T16:00:00.000Z',
  calendarId: 'CN-STATE',
  calendarVersion: 1,
  provisional: false,
  warnAt: ['2025-08-10T14:00:00.000Z'],
} as const;

/** The manhole cover of Zhanyi: reported by a grid worker, answered for by the housing bureau. */
const usual: Payloads = {
  CaseRegistered: {
    caseNo: 'ZY20250807000001',
    channel: 'GRID_APP',
    sourceSystem: 'GRID_APP',
    externalTicketNo: 'ZY-G-0807-001',
    nature: 'HELP',
    reporterKind: 'GRID_WORKER',
    subjectRef: `sub_${uuidOf(40)}`,
    reporterId: 'grid-worker-1',
    descriptionRef: textOf(50),
    place: { regionCode: '530303002001', gridCode: '5303030020014B001' },
    attachments: [],
    suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
    confidentiality: 'NORMAL',
    wantsReply: true,
    reportedAt: '2025-08-07T07:19:00.000Z',
    receivedAt: '2025-08-07T07:20:00.000Z',
  },
  CaseClassified: {
    revision: 1,
    codeSystem: 'GBT30428-2',
    codeSystemVersion: '2021',
    categoryCode: 'C0102',
    matterKind: 'COMPONENT',
    urgency: 'ORDINARY',
    grade: 'GENERAL',
    publicSafety: false,
    accusedUnitIds: [],
    tags: [],
    by: 'PERSON',
  },
  CaseAccepted: { disposition: 'DISPATCH' },
  DuplicateSuspected: { candidates: [{ caseId: uuidOf(2), rule: 'PLACE_TIME', distanceM: 12, hoursApart: 3 }] },
  RouteResolved: {
    outcome: 'MATCHED',
    mode: 'DIRECTED',
    level: 'COUNTY',
    listVersion: 1,
    itemId: 'ROAD-COVER',
    candidates: [{ unitId: 'ZJJ', role: 'LEAD', itemId: 'ROAD-COVER', score: 5 }],
    trace: [{ step: 'RESULT', inputs: ['ZJJ'], result: 'MATCHED' }],
  },
  JointReviewConvened: { reviewId, cause: 'AMBIGUOUS', unitIds: ['ZJJ', 'ZFJ'] },
  JointReviewDecided: {
    reviewId,
    decision: 'DISPATCH',
    leadUnitId: 'ZJJ',
    coUnitIds: [],
    reasonRef: textOf(51),
    amendListItem: false,
  },
  AssignmentDispatched: {
    assignmentId: leadAssignmentId,
    unitId: 'ZJJ',
    role: 'LEAD',
    round: 1,
    cause: 'INITIAL',
    designated: false,
    itemId: 'ROAD-COVER',
    listVersion: 1,
    requiredEvidence: ['PHOTO'],
  },
  AssignmentSigned: { assignmentId: leadAssignmentId, late: false },
  AssignmentReturnApproved: { assignmentId: leadAssignmentId, role: 'LEAD', transferCount: 1 },
  AssignmentCancelled: { assignmentId: leadAssignmentId, reasonCode: 'NOT_NEEDED' },
  SlaStarted: {
    clockId,
    stage: 'HANDLING',
    assignmentId: leadAssignmentId,
    round: 1,
    byEventId: uuidOf(60),
    terms,
  },
  SlaPaused: { clockId, cause: 'FEEDBACK_REVIEW', pausedAt: '2025-08-08T02:00:00.000Z' },
  SlaResumed: {
    clockId,
    cause: 'FEEDBACK_REVIEW',
    resumedAt: '2025-08-11T02:00:00.000Z',
    dueAt: '2025-08-12T16:00:00.000Z',
    warnAt: [],
  },
  SlaDeadlineMoved: {
    clockId,
    oldDueAt: '2025-08-11T16:00:00.000Z',
    newDueAt: '2025-08-13T16:00:00.000Z',
    warnAt: [],
    cause: 'CALENDAR_LOADED',
    calendarVersion: 2,
    provisional: false,
  },
  SlaWarned: { clockId, point: 1, dueAt: '2025-08-11T16:00:00.000Z' },
  SlaBreached: { clockId, stage: 'HANDLING', dueAt: '2025-08-11T16:00:00.000Z', unitId: 'ZJJ' },
  SlaBreachExplained: {
    clockId,
    reasonCode: 'WEATHER',
    explanationRef: textOf(52),
    nextMeasureRef: textOf(53),
    promisedOn: '2025-08-13',
  },
  SlaStopped: { clockId, outcome: 'MET', stoppedAt: '2025-08-08T02:00:00.000Z', byEventId: uuidOf(61) },
  ContactAttempted: {
    assignmentId: leadAssignmentId,
    medium: 'CALL',
    result: 'REACHED',
    at: '2025-08-08T01:10:00.000Z',
  },
  HandlingFeedbackSubmitted: {
    assignmentId: leadAssignmentId,
    round: 1,
    truth: 'TRUE',
    beyondDuty: false,
    contactedWhom: 'PARTY',
    solved: true,
    measureRef: textOf(54),
    publicReplyRef: textOf(55),
    attachments: [fileOf(56)],
    resolutionMethod: 'REPAIR',
  },
  HandlingFeedbackApproved: { step: 'CENTRE', final: true },
  HandlingFeedbackRejected: { step: 'CENTRE', missing: ['PHOTO'], reasonRef: textOf(57) },
  CallbackScheduled: { round: 1, channel: 'CALL', notBefore: '2025-08-08T02:30:00.000Z' },
  CallbackAttempted: { attempt: 1, channel: 'CALL', result: 'NO_ANSWER', outsideOfficeHours: false },
  CallbackCompleted: { round: 1, channel: 'CALL', solved: 'SOLVED', satisfaction: 'SATISFIED' },
  ReworkOrdered: { round: 2, cause: 'NOT_SOLVED', reworkCount: 1, coUnitIds: [] },
  CaseClosed: { round: 1, closureType: 'CONFIRMED', resolutionLevel: 'COUNTY' },
};

/** A fact of the case as it usually is; a test names only what its rule reads, of the envelope too. */
export const told = <Type extends CaseEventType>(
  type: Type,
  more: Partial<CaseEventOf<Type>['data']> = {},
  meta: Partial<EventMeta> = {},
) => ({ type, data: { caseId, ...usual[type], ...more }, meta });

const submitterMeta = { actor: { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } } as const;
const reviewerMeta = { actor: { kind: 'STAFF', ref: 'reviewer-1', unitId: 'CENTRE', role: 'REVIEWER' } } as const;

const registered = [told('CaseRegistered')];
const accepted = [...registered, told('CaseClassified'), told('CaseAccepted')];
const underJointReview = [...accepted, told('RouteResolved', { outcome: 'AMBIGUOUS' }), told('JointReviewConvened')];
const dispatched = [...accepted, told('RouteResolved'), told('AssignmentDispatched')];
const inHandling = [...dispatched, told('AssignmentSigned', {}, submitterMeta)];
const feedbackSubmitted = [
  ...inHandling,
  told('ContactAttempted', {}, submitterMeta),
  told('HandlingFeedbackSubmitted', {}, submitterMeta),
];
const awaitingCallback = [
  ...feedbackSubmitted,
  told('HandlingFeedbackApproved', {}, reviewerMeta),
  told('CallbackScheduled', {}, reviewerMeta),
];
const reworkOrdered = [...awaitingCallback, told('CallbackCompleted', { solved: 'NOT_SOLVED' }), told('ReworkOrdered')];
const closed = [...awaitingCallback, told('CallbackCompleted'), told('CaseClosed')];

/** The usual case's history up to a state, by the name of the state. */
export const histories = {
  registered,
  accepted,
  underJointReview,
  dispatched,
  inHandling,
  feedbackSubmitted,
  awaitingCallback,
  reworkOrdered,
  closed,
};
