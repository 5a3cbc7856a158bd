import { z } from 'zod';
import { caseStatuses } from './case-status.js';
import {
  assignmentRole,
  channel,
  closureType,
  confidentiality,
  governanceLevel,
  requestNature,
  placeType,
} from './enums.js';
import { feedbackEvents } from './feedback.events.js';
import { code, count, instant, payload, refOf, round, unitId, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { intakeEvents } from './intake.events.js';
import { place, position } from './place.js';
import { routingEvents } from './routing.events.js';

const classified = intakeEvents.CaseClassified.shape;
const completed = feedbackEvents.CallbackCompleted.shape;

/** What may be absent from a fact is null in what shows the case. */
const orNull = <Schema extends z.ZodType>(schema: z.ZodOptional<Schema>) => z.nullable(schema.unwrap());

const classification = z.strictObject({
  revision: classified.revision,
  codeSystem: code,
  codeSystemVersion: code,
  categoryCode: code,
  filingCondition: orNull(classified.filingCondition),
  matterKind: classified.matterKind,
  disputeType: orNull(classified.disputeType),
  urgency: classified.urgency,
  grade: classified.grade,
  placeType: orNull(classified.placeType),
  rectificationMode: orNull(classified.rectificationMode),
  rectifyBy: orNull(classified.rectifyBy),
  disputeAmountFen: orNull(classified.disputeAmountFen),
  peopleInvolved: orNull(classified.peopleInvolved),
  publicSafety: classified.publicSafety,
  tags: classified.tags,
  by: classified.by,
  confidence: orNull(classified.confidence),
});

const assignment = z.strictObject({
  assignmentId: uuid,
  unitId,
  role: assignmentRole,
  round,
  cause: routingEvents.AssignmentDispatched.shape.cause,
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

const openRequest = z.strictObject({
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

const callback = z.strictObject({
  round,
  channel: completed.channel,
  scheduledAt: instant,
  attempts: count,
  solved: completed.solved.nullable(),
  satisfaction: completed.satisfaction.nullable(),
});

const closure = z.strictObject({
  closureType,
  round,
  closedAt: instant,
  resolutionLevel: governanceLevel,
  referenceNo: code.nullable(),
});

/** Body of the message that a unit's part of a case begins with; the view of the case has no field that is not here. */
export const handedToUnit = payload('交办: the case as it was when the unit got it; nothing else comes from before.', {
  caseId: uuid,
  assignmentId: uuid.describe('The part of the unit whose topic this is.'),
  role: assignmentRole,
  dueAt: instant.nullable().describe('Of the unit’s own part; null until its clock has started.'),
  caseNo: code,
  tenantId: unitId,
  version: z.int().min(1),
  status: z.enum(caseStatuses).describe('案件状态'),
  round,
  level: governanceLevel.nullable(),
  channel,
  nature: requestNature,
  sourceSystem: code,
  externalTicketNo: code.nullable(),
  confidentiality,
  wantsReply: z.boolean(),
  registeredAt: instant,
  reportedAt: instant.describe('A claim.'),
  place: z
    .strictObject({
      regionCode: place.shape.regionCode,
      gridCode: code.nullable(),
      position: position.extend({ accuracyM: count.nullable() }).nullable(),
      assetCode: code.nullable(),
      placeType: placeType.nullable(),
    })
    .nullable(),
  classification: classification.nullable(),
  assignments: z.array(assignment),
  openRequests: z.array(openRequest),
  callback: callback.nullable(),
  closure: closure.nullable(),
  counters: z.strictObject({
    transfers: count,
    reworks: count,
    urges: count,
    callbackAttempts: count,
    extensions: count,
  }),
  textRefs: z.array(z.strictObject({ ref: refOf('txt'), kind: code, chars: count })),
  fileRefs: z.array(fileRef),
  relatedCaseIds: z.array(uuid),
});
