import type { StreamState } from '@bihuan/kernel';
import type { CaseEventOf, CaseEventType } from './case-events.js';
import type { CaseStatus } from './case-status.js';
import type { AssignmentRole, ClosureType, ContactResult, GovernanceLevel, ReviewStep, SlaStage } from './enums.js';
import type { FileRef } from './file-ref.js';

type Data<Type extends CaseEventType> = CaseEventOf<Type>['data'];
type Registration = Data<'CaseRegistered'>;

/** 分类, the last revision. */
export type Classification = Omit<Data<'CaseClassified'>, 'reasonRef'>;
/** 分流, the last one. */
export type Route = Omit<Data<'RouteResolved'>, 'manualReasonRef'>;
/** 疑似重复: one case that this one may repeat. */
type DuplicateCandidate = Data<'DuplicateSuspected'>['candidates'][number];

/** 派单状态 */
export type AssignmentStatus =
  'DISPATCHED' | 'SIGNED' | 'RETURN_REQUESTED' | 'RETURNED' | 'REPORTED' | 'EXCUSED' | 'COMPLETED' | 'CANCELLED';

/** The part of one unit in one round. */
export interface Assignment {
  readonly assignmentId: string;
  readonly unitId: string;
  readonly role: AssignmentRole;
  readonly round: number;
  readonly cause: Data<'AssignmentDispatched'>['cause'];
  readonly status: AssignmentStatus;
  readonly designated: boolean;
  readonly dispatchedAt: string;
  readonly signedAt: string | null;
  readonly requiredEvidence: Data<'AssignmentDispatched'>['requiredEvidence'];
  readonly itemId: string | null;
  readonly listVersion: number | null;
  readonly limitPolicyId: string | null;
  /** The case has named the unit as accused since it got its part: it is told no more of it, also if that is corrected. */
  readonly wasAccused: boolean;
}

/** 联合研判, the last one. */
export interface JointReview {
  readonly reviewId: string;
  readonly cause: Data<'JointReviewConvened'>['cause'];
  readonly unitIds: readonly string[];
  readonly convenedAt: string;
  /** Null while it is open; after REFUSE or DIVERT the case waits for intake and takes no further decision. */
  readonly decision: Data<'JointReviewDecided'>['decision'] | null;
}

/** A unit's contact with the party. */
export interface Contact {
  readonly assignmentId: string;
  readonly medium: Data<'ContactAttempted'>['medium'];
  readonly result: ContactResult;
  /** A claim. */
  readonly at: string;
  readonly recordedAt: string;
}

/** 办理反馈, one submission. */
export interface Submission {
  readonly eventId: string;
  readonly assignmentId: string;
  readonly submitterRef: string;
  readonly recordedAt: string;
  readonly contactedWhom: Data<'HandlingFeedbackSubmitted'>['contactedWhom'];
  /** Pictures among the attachments, and all else. */
  readonly photos: number;
  readonly documents: number;
}

/** Judged by one reviewer, for the submission that was the newest then. */
export interface Review {
  readonly eventId: string;
  readonly step: ReviewStep;
  readonly reviewerRef: string;
  readonly submissionEventId: string;
  readonly verdict: 'APPROVED' | 'REJECTED';
  readonly final: boolean;
}

/** 回访未果, one attempt. */
export interface CallbackAttempt {
  readonly attempt: number;
  readonly channel: Data<'CallbackAttempted'>['channel'];
  readonly result: ContactResult;
  readonly recordedAt: string;
  readonly outsideOfficeHours: boolean;
}

/** 回访 of the present round. */
export interface Callback {
  readonly round: number;
  readonly channel: Data<'CallbackScheduled'>['channel'];
  readonly scheduledAt: string;
  readonly notBefore: string;
  readonly attempts: readonly CallbackAttempt[];
  readonly solved: Data<'CallbackCompleted'>['solved'] | null;
  readonly satisfaction: Data<'CallbackCompleted'>['satisfaction'] | null;
}

/** 重办, the last order. */
interface Rework {
  readonly cause: Data<'ReworkOrdered'>['cause'];
  readonly coUnitIds: readonly string[];
}

/** 办结 */
export interface Closure {
  readonly closureType: ClosureType;
  readonly round: number;
  readonly closedAt: string;
  readonly resolutionLevel: GovernanceLevel;
  readonly referenceNo: string | null;
}

/** Over all rounds; none is ever reset. */
interface Counters {
  /** Grows by approved returns of a lead. */
  readonly transfers: number;
  /** Grows by rework orders only. */
  readonly reworks: number;
  readonly urges: number;
  /** Of all rounds. */
  readonly callbackAttempts: number;
  /** Approved ones, of all clocks. */
  readonly extensions: number;
}

/** 时限依据: the limit of a clock, resolved. */
export type Terms = Data<'SlaStarted'>['terms'];

/** 时限: one clock as its facts tell it. */
export interface Clock {
  readonly clockId: string;
  readonly stage: SlaStage;
  readonly assignmentId: string | null;
  readonly round: number;
  readonly byEventId: string;
  readonly status: 'RUNNING' | 'PAUSED' | 'MET' | 'LATE' | 'CANCELLED';
  /** As resolved when the clock started. */
  readonly terms: Terms;
  readonly startedAt: string;
  /** As it stands now; exclusive. */
  readonly dueAt: string;
  readonly lastDay: string | null;
  readonly warnAt: readonly string[];
  readonly calendarVersion: number;
  readonly provisional: boolean;
  readonly stoppedAt: string | null;
  /** Warn points that were told, in order. A number once warned stays silent. */
  readonly warned: readonly number[];
  readonly breached: boolean;
  /** The SlaBreached; it starts the clock of the explanation. */
  readonly breachEventId: string | null;
  readonly explained: boolean;
  /** Of the pause that lasts; null while the clock runs or once it stopped. */
  readonly pausedAt: string | null;
  readonly pauseCause: Data<'SlaPaused'>['cause'] | null;
  readonly usedMs: number | null;
}

/** A text of the case in the vault; `kind` is the payload's field without `Ref`. */
export interface KeptText {
  readonly ref: string;
  readonly kind: string;
  readonly chars: number;
}

/** A file of the case; `kind` is the payload's field, without `Ref` and in the singular. */
export interface KeptFile extends FileRef {
  readonly kind: string;
}

/** Somebody asked for something, and nobody has decided yet. */
export interface OpenRequest {
  readonly kind:
    | 'RETURN'
    | 'EXTENSION'
    | 'SUSPENSION'
    | 'TERMINATION'
    | 'JOINT_REVIEW'
    | 'PRE_VERIFICATION'
    | 'PRE_CLOSURE_VERIFICATION';
  readonly requestId: string;
  readonly assignmentId: string | null;
  readonly requestedAt: string;
  readonly reviewed: boolean;
}

/**
 * What anyone needs to know of a case: rules decide on it, `GET` and as-of show it, lists are made from it. Plain data;
 * null is "not there". Before registration (status NONE) the fields of the registration hold placeholders.
 */
export interface CaseState extends StreamState {
  readonly status: CaseStatus;
  /** Version and instant of the event that last changed the status: whatever reacts to an earlier one comes too late. */
  readonly statusVersion: number;
  readonly statusSince: string;

  readonly caseId: string;
  readonly caseNo: string;
  readonly channel: Registration['channel'];
  readonly nature: Registration['nature'];
  readonly sourceSystem: string;
  readonly externalTicketNo: string | null;
  readonly confidentiality: Registration['confidentiality'];
  readonly wantsReply: boolean;
  readonly registeredAt: string;
  /** Account that registered it. */
  readonly registeredByRef: string;
  /** A claim. */
  readonly reportedAt: string;
  readonly reporterKind: Registration['reporterKind'];
  readonly reporterId: string | null;
  /** The complainant; null when there is none. */
  readonly subjectRef: string | null;
  readonly place: NonNullable<Registration['place']> | null;
  readonly suggestedCategory: NonNullable<Registration['suggestedCategory']> | null;
  readonly urgencyHint: NonNullable<Registration['urgencyHint']> | null;
  readonly externalDueAt: string | null;
  readonly relatedCaseIds: readonly string[];

  readonly classification: Classification | null;
  /** Units the case is about: never its handlers. */
  readonly accusedUnitIds: readonly string[];
  readonly disposition: Data<'CaseAccepted'>['disposition'] | null;
  readonly duplicates: {
    readonly masterCaseId: string | null;
    readonly childCaseIds: readonly string[];
    readonly suspected: readonly DuplicateCandidate[];
  };

  /** 1 for the first handling; grows only by a rework order or a reopening. */
  readonly round: number;
  /** Of the last route; null when never routed. */
  readonly level: GovernanceLevel | null;
  readonly route: Route | null;
  readonly jointReview: JointReview | null;
  /** In the order they were dispatched, all rounds. */
  readonly assignments: readonly Assignment[];
  /** Units whose return was approved; they are not asked again. */
  readonly returnedUnitIds: readonly string[];
  readonly rework: Rework | null;

  /** Of the present round, oldest first; so are the next two. */
  readonly contacts: readonly Contact[];
  readonly submissions: readonly Submission[];
  readonly reviews: readonly Review[];
  readonly callback: Callback | null;
  readonly closure: Closure | null;

  readonly counters: Counters;
  /** In the order they started. */
  readonly clocks: readonly Clock[];
  /** Oldest first. */
  readonly textRefs: readonly KeptText[];
  readonly fileRefs: readonly KeptFile[];
  readonly openRequests: readonly OpenRequest[];
  /** Accounts of persons with an interest in the case: refused every command on it. */
  readonly recusedRefs: readonly string[];
}
