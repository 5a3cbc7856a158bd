import { type CaseEventOf, type CaseState, type SlaStage, slaStage } from '@bihuan/case';
import type { Cause, CauseType } from './clock-journal.fold.js';
import type { Clock, PauseCause } from './clock.policy.js';

// The table of domain/time-limits.md §9, column by column; before it stands what its words mean. A condition sees the case
// as it is with the event.

type Start<Type extends CauseType> = (event: CaseEventOf<Type>, state: CaseState) => boolean;
type Touch<Type extends CauseType> = (event: CaseEventOf<Type>, clock: Clock, state: CaseState) => boolean;
type Starts = { readonly [Type in CauseType]?: Start<Type> };
/** The events that do something to a clock, each with the condition under which it does. */
export type Touches = { readonly [Type in CauseType]?: Touch<Type> };

/** What holds for the clocks of one stage. */
export interface ClockRule {
  /** The time is a unit's: the clock belongs to its assignment. */
  readonly isOfUnit?: true;
  readonly startsAt: Starts;
  readonly pauses?: readonly { readonly cause: PauseCause; readonly at: Touches; readonly until: Touches }[];
  /** Stops MET, or LATE when it was breached. */
  readonly stopsAt: Touches;
  /** It stops as of the instant at which its pause began: the submission that is approved. */
  readonly stopsAsOfPause?: true;
  readonly cancelledAt: Touches;
  /** A higher urgency gives it a new limit. */
  readonly followsUrgency?: true;
  /** It goes on when the case is over. */
  readonly outlivesTheCase?: true;
}

// The words of the table.
const always = (): boolean => true;

const isDelegated: Start<'CaseRegistered'> = ({ data }) => data.channel === 'DELEGATED';
const isToBeDispatched = (_: unknown, { disposition }: CaseState): boolean => disposition !== 'CLAIM';
const leadGaveBack: Start<'AssignmentReturnApproved'> = (event, state) =>
  event.data.role === 'LEAD' && isToBeDispatched(event, state);
const toLead = ({ data }: CaseEventOf<'AssignmentDispatched'>): boolean => data.role === 'LEAD';
const toLeadNotClaimed: Start<'AssignmentDispatched'> = (event) => toLead(event) && event.data.cause !== 'CLAIMED';
// Nobody wants a reply where nobody complained.
const toLeadWithReplyWanted: Start<'AssignmentDispatched'> = (event, state) =>
  toLeadNotClaimed(event, state) && state.wantsReply && state.subjectRef !== null;
const toHelper: Start<'AssignmentDispatched'> = ({ data }) => data.role === 'CO';
const isFinal = ({ data }: CaseEventOf<'HandlingFeedbackApproved'>): boolean => data.final;

const decidedToDispatch: Touch<'JointReviewDecided'> = ({ data }) => data.decision === 'DISPATCH';
const ofIt = ({ data }: { readonly data: { readonly assignmentId: string } }, { assignment }: Clock): boolean =>
  data.assignmentId === assignment?.assignmentId;
const ofItOrOfTheLead: Touch<'AssignmentReturnApproved'> = (event, clock, { round }) =>
  ofIt(event, clock) || (event.data.role === 'LEAD' && clock.round === round);
const reached: Touch<'ContactAttempted'> = ({ data }) => data.result === 'REACHED';
const approvesItsSubmission: Touch<'HandlingFeedbackApproved'> = (event, { paused }) =>
  isFinal(event) && paused?.cause === 'FEEDBACK_REVIEW';
const explainsIt: Touch<'SlaBreachExplained'> = ({ data }, { ofClockId }) => data.clockId === ofClockId;

/** The unit has the case no more. AssignmentExcused joins with its slice. */
const lost: Touches = { AssignmentReturnApproved: ofItOrOfTheLead, AssignmentCancelled: ofIt };
/** CaseDiverted, CaseMerged, CaseTerminated and CaseWithdrawn join with their slices. */
const end: Touches = {};
const lostOrEnd: Touches = { ...lost, ...end };
const noMore: Touches = {};

const feedbackReview = {
  cause: 'FEEDBACK_REVIEW',
  at: { HandlingFeedbackSubmitted: ofIt },
  until: { HandlingFeedbackRejected: always },
} as const;

/**
 * 各环节时限: how the clocks follow the events. PRE_VERIFY, RETURN_REVIEW and PRE_CLOSURE_VERIFY join with the slices whose
 * events start them. What one event starts, it starts in this order, which is that of the stages.
 */
const clockTable: Readonly<Partial<Record<SlaStage, ClockRule>>> = {
  ACCEPT: {
    startsAt: { CaseRegistered: always },
    stopsAt: { CaseAccepted: always },
    cancelledAt: noMore,
  },
  DISPATCH: {
    startsAt: {
      CaseAccepted: isToBeDispatched,
      AssignmentReturnApproved: leadGaveBack,
      ReworkOrdered: isToBeDispatched,
    },
    stopsAt: { AssignmentDispatched: toLead, JointReviewConvened: always },
    cancelledAt: end,
  },
  JOINT_REVIEW: {
    startsAt: { JointReviewConvened: always },
    stopsAt: { JointReviewDecided: decidedToDispatch },
    cancelledAt: noMore,
  },
  SIGN_OFF: {
    isOfUnit: true,
    startsAt: { AssignmentDispatched: toLeadNotClaimed },
    stopsAt: { AssignmentSigned: ofIt },
    cancelledAt: lostOrEnd,
    followsUrgency: true,
  },
  FIRST_CONTACT: {
    isOfUnit: true,
    startsAt: { AssignmentDispatched: toLeadWithReplyWanted },
    stopsAt: { ContactAttempted: reached },
    cancelledAt: { HandlingFeedbackSubmitted: always, ...lostOrEnd },
    followsUrgency: true,
  },
  HANDLING: {
    isOfUnit: true,
    startsAt: { AssignmentDispatched: toLeadNotClaimed },
    pauses: [feedbackReview],
    stopsAt: { HandlingFeedbackApproved: approvesItsSubmission },
    stopsAsOfPause: true,
    cancelledAt: lostOrEnd,
    followsUrgency: true,
  },
  // Only while the lead has HANDLING: its limit is a share of that.
  CO_REPORT: {
    isOfUnit: true,
    startsAt: { AssignmentDispatched: toHelper },
    stopsAt: {},
    cancelledAt: lostOrEnd,
  },
  // Only where HANDLING is due later.
  INTERIM_REPLY: {
    isOfUnit: true,
    startsAt: { AssignmentDispatched: toLeadWithReplyWanted },
    stopsAt: { HandlingFeedbackSubmitted: ofIt },
    cancelledAt: lostOrEnd,
  },
  FEEDBACK_REVIEW: {
    startsAt: { HandlingFeedbackSubmitted: always },
    stopsAt: { HandlingFeedbackApproved: isFinal, HandlingFeedbackRejected: always },
    cancelledAt: end,
  },
  CALLBACK: {
    startsAt: { HandlingFeedbackApproved: isFinal },
    stopsAt: { CallbackCompleted: always, CaseClosed: always, ReworkOrdered: always },
    cancelledAt: end,
  },
  // Starts at the breached `dueAt` of HANDLING, once its SlaBreached stands in the stream. What cancels HANDLING cancels it.
  BREACH_EXPLANATION: {
    isOfUnit: true,
    startsAt: {},
    stopsAt: { SlaBreachExplained: explainsIt },
    cancelledAt: { CaseClosed: always, ...lostOrEnd },
  },
  DELEGATION_REPLY: {
    startsAt: { CaseRegistered: isDelegated },
    stopsAt: {},
    cancelledAt: noMore,
    outlivesTheCase: true,
  },
};

// Written as methods: the compiler compares method parameters loosely, so a condition on one event type fits here.
type AnyStart = { ask(event: Cause, state: CaseState): boolean }['ask'];
type AnyTouch = { ask(event: Cause, clock: Clock, state: CaseState): boolean }['ask'];

const noClock: ClockRule = { startsAt: {}, stopsAt: {}, cancelledAt: {} };

/** The row of a stage; one without clocks when none of its events is built. */
export const ruleOf = (stage: SlaStage): ClockRule => clockTable[stage] ?? noClock;

/** Whether the event is one of these for the clock. */
export function touches(when: Touches, event: Cause, clock: Clock, state: CaseState): boolean {
  const conditions: Readonly<Record<string, AnyTouch | undefined>> = when;
  return conditions[event.type]?.(event, clock, state) ?? false;
}

/** The stages whose clock the event starts, in their order. */
export const stagesStartedBy = (event: Cause, state: CaseState): readonly SlaStage[] =>
  slaStage.options.filter((stage) => {
    const conditions: Readonly<Record<string, AnyStart | undefined>> = ruleOf(stage).startsAt;
    return conditions[event.type]?.(event, state) ?? false;
  });
