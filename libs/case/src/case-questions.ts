import type { Assignment, AssignmentStatus, CaseState, Clock, Submission } from './case-state.js';
import type { ReviewStep } from './enums.js';

const live: ReadonlySet<AssignmentStatus> = new Set(['DISPATCHED', 'SIGNED', 'RETURN_REQUESTED', 'REPORTED']);
const lost: ReadonlySet<AssignmentStatus> = new Set(['RETURNED', 'EXCUSED', 'CANCELLED']);

/** The unit still has to do with it: neither lost nor completed. */
export const isLive = ({ status }: Assignment): boolean => live.has(status);
/** The unit gave its part back, or it was taken away. */
export const isLost = ({ status }: Assignment): boolean => lost.has(status);

/** The lead of the present round, also when its part is completed; undefined while nobody leads. */
export const leadOf = ({ assignments, round }: CaseState): Assignment | undefined =>
  assignments.findLast((part) => part.role === 'LEAD' && part.round === round && !isLost(part));

/** The lead that answers for the case now; undefined while nobody does, and once the round is over. */
export function liveLead(state: CaseState): Assignment | undefined {
  const lead = leadOf(state);
  return lead && isLive(lead) ? lead : undefined;
}

/** The lead of the last round that somebody led: who does a rework. */
export const formerLead = ({ assignments }: CaseState): Assignment | undefined =>
  assignments.findLast((part) => part.role === 'LEAD' && !isLost(part));

/** The helpers of the present round that still have to do with it. */
export const liveCos = ({ assignments, round }: CaseState): readonly Assignment[] =>
  assignments.filter((part) => part.role === 'CO' && part.round === round && isLive(part));

/** The assignment of that id; undefined when the case has none. */
export const assignmentOf = ({ assignments }: CaseState, assignmentId: string): Assignment | undefined =>
  assignments.find((part) => part.assignmentId === assignmentId);

/** The HANDLING clock of the lead that answers now; undefined before it started, or where none is kept. */
export function handlingClockOf(state: CaseState): Clock | undefined {
  const lead = liveLead(state);
  return (
    lead && state.clocks.findLast((clock) => clock.stage === 'HANDLING' && clock.assignmentId === lead.assignmentId)
  );
}

/** The clock a unit's part is due by: HANDLING of a lead, CO_REPORT of a helper. */
export const dueClockOf = ({ clocks }: CaseState, { assignmentId, role }: Assignment): Clock | undefined =>
  clocks.findLast(
    (clock) => clock.assignmentId === assignmentId && clock.stage === (role === 'LEAD' ? 'HANDLING' : 'CO_REPORT'),
  );

/** The newest submission of the round; undefined before the first. */
export const submissionOf = ({ submissions }: CaseState): Submission | undefined => submissions.at(-1);

/** Review steps that approved the newest submission, in order. */
export function approvedSteps(state: CaseState): readonly ReviewStep[] {
  const eventId = submissionOf(state)?.eventId;
  return state.reviews
    .filter((review) => review.verdict === 'APPROVED' && review.submissionEventId === eventId)
    .map(({ step }) => step);
}
