import { z } from 'zod';
import { dueClockOf } from './case-questions.js';
import type { Assignment, CaseState } from './case-state.js';
import { caseStatuses } from './case-status.js';
import { caseView } from './case-view.js';
import { assignmentRole, datum, governanceLevel, placeType } from './enums.js';
import { feedbackEvents } from './feedback.events.js';
import { code, count, instant, refOf, round, unitId, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { intakeEvents } from './intake.events.js';
import { place } from './place.js';
import { routingEvents } from './routing.events.js';

const orNull = <Held extends z.ZodType>(optional: z.ZodOptional<Held>) => optional.unwrap().nullable();

const registered = intakeEvents.CaseRegistered.shape;
const classified = intakeEvents.CaseClassified.shape;
const dispatched = routingEvents.AssignmentDispatched.shape;
const completed = feedbackEvents.CallbackCompleted.shape;
const closed = feedbackEvents.CaseClosed.shape;
const degrees = z.number();

const handedPlace = z.object({
  regionCode: place.shape.regionCode,
  gridCode: code.nullable(),
  position: z
    .object({
      lng: degrees,
      lat: degrees,
      datum,
      wgsLng: degrees,
      wgsLat: degrees,
      accuracyM: count.nullable(),
    })
    .nullable(),
  assetCode: code.nullable(),
  placeType: placeType.nullable(),
});

const handedClassification = z.object({
  revision: classified.revision,
  codeSystem: code,
  codeSystemVersion: code,
  categoryCode: code,
  filingCondition: count.nullable(),
  matterKind: classified.matterKind,
  disputeType: code.nullable(),
  urgency: classified.urgency,
  grade: classified.grade,
  placeType: placeType.nullable(),
  rectificationMode: orNull(classified.rectificationMode),
  rectifyBy: orNull(classified.rectifyBy),
  disputeAmountFen: orNull(classified.disputeAmountFen),
  peopleInvolved: count.nullable(),
  publicSafety: z.boolean(),
  tags: z.array(code),
  by: classified.by,
  confidence: orNull(classified.confidence),
});

const handedAssignment = z.object({
  assignmentId: uuid,
  unitId,
  role: assignmentRole,
  round,
  cause: dispatched.cause,
  status: z.enum([
    'DISPATCHED',
    'SIGNED',
    'RETURN_REQUESTED',
    'RETURNED',
    'REPORTED',
    'EXCUSED',
    'COMPLETED',
    'CANCELLED',
  ]),
  designated: z.boolean(),
  dispatchedAt: instant,
  signedAt: instant.nullable(),
  dueAt: instant.nullable(),
});

const openRequest = z.object({
  kind: z.enum([
    'RETURN',
    'EXTENSION',
    'SUSPENSION',
    'TERMINATION',
    'JOINT_REVIEW',
    'PRE_VERIFICATION',
    'PRE_CLOSURE_VERIFICATION',
  ]),
  requestId: uuid,
  assignmentId: uuid.nullable(),
  requestedAt: instant,
  reviewed: z.boolean(),
});

const handedCallback = z.object({
  round,
  channel: completed.channel,
  scheduledAt: instant,
  attempts: count,
  solved: completed.solved.nullable(),
  satisfaction: completed.satisfaction.nullable(),
});

const handedClosure = z.object({
  closureType: closed.closureType,
  round,
  closedAt: instant,
  resolutionLevel: governanceLevel,
  referenceNo: code.nullable(),
});

/**
 * 派单快照: payload of `CaseHandedToUnit`, the case as `GET` shows it without `duplicates` and `accusedUnitIds`, and the
 * unit's own part in it. Parsing leaves out what stands here not, at every depth.
 */
export const handedCase = z
  .object({
    caseId: uuid,
    caseNo: code,
    tenantId: unitId,
    version: count,
    status: z.enum(caseStatuses),
    round,
    level: governanceLevel.nullable(),
    channel: registered.channel,
    nature: registered.nature,
    sourceSystem: code,
    externalTicketNo: code.nullable(),
    confidentiality: registered.confidentiality,
    wantsReply: z.boolean(),
    registeredAt: instant,
    reportedAt: instant,
    place: handedPlace.nullable(),
    classification: handedClassification.nullable(),
    assignments: z.array(handedAssignment),
    openRequests: z.array(openRequest),
    callback: handedCallback.nullable(),
    closure: handedClosure.nullable(),
    counters: z.object({ transfers: count, reworks: count, urges: count, callbackAttempts: count, extensions: count }),
    textRefs: z.array(z.object({ ref: refOf('txt'), kind: code, chars: count })),
    fileRefs: z.array(z.object(fileRef.shape)),
    relatedCaseIds: z.array(uuid),
    assignmentId: uuid,
    role: assignmentRole,
    /** Null until the clock of the part has started; its SlaStarted tells it. */
    dueAt: instant.nullable(),
  })
  .describe('交办: the case as it was when the unit got it; nothing else comes from before.');

/** Texts a unit is pointed to: not the address, nor what the party said in a callback. */
const textKinds: ReadonlySet<string> = new Set([
  'description',
  'reason',
  'manualReason',
  'measure',
  'publicReply',
  'explanation',
  'nextMeasure',
]);
/** Not a recording of a callback, nor whom the party sent in its place. */
const fileKinds: ReadonlySet<string> = new Set(['attachment', 'minutes']);

/** What a reporter who must not be found out leaves behind; no fact carries the clerk's summary yet. */
const isOfReporter = (kind: string): boolean => kind === 'description';

/** The case at the moment at which the unit got its part. @throws ZodError at a value that no unit may get */
export function handedTo(tenantId: string, state: CaseState, part: Assignment): z.infer<typeof handedCase> {
  const view = caseView(tenantId, state);
  const isOpen = state.confidentiality === 'NORMAL';
  const files = new Set(state.fileRefs.filter(({ kind }) => fileKinds.has(kind)).map(({ ref }) => ref));
  return handedCase.parse({
    ...view,
    place: view.place && { ...view.place, position: isOpen ? view.place.position : null },
    textRefs: view.textRefs.filter(({ kind }) => textKinds.has(kind) && (isOpen || !isOfReporter(kind))),
    fileRefs: view.fileRefs.filter(({ ref }) => files.has(ref)),
    assignmentId: part.assignmentId,
    role: part.role,
    dueAt: dueClockOf(state, part)?.dueAt ?? null,
  });
}
