import { z } from 'zod';
import { channel, confidentiality, grade, matterKind, placeType, requestNature, urgency } from './enums.js';
import { code, count, date, fen, instant, payload, staffId, subjectRef, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { place } from './place.js';
import { textRef } from './text-ref.js';

const registered = {
  caseId: uuid,
  caseNo: code,
  channel,
  sourceSystem: code,
  externalTicketNo: code.optional(),
  nature: requestNature,
  reporterKind: z.enum(['CITIZEN', 'GRID_WORKER', 'DEVICE', 'UNIT', 'VOLUNTEER_TEAM']),
  subjectRef: subjectRef.optional().describe('The complainant; absent when there is none.'),
  reporterId: staffId.optional(),
  finderOrgId: code.optional(),
  delegation: z.strictObject({ agentId: staffId, authorisationRef: fileRef.optional() }).optional(),
  descriptionRef: textRef.optional(),
  place: place.optional(),
  attachments: z.array(fileRef),
  suggestedCategory: z.strictObject({ codeSystem: code, code }).optional(),
  confidentiality,
  urgencyHint: urgency.optional(),
  wantsReply: z.boolean(),
  reportedAt: instant.describe('A claim: no clock counts from it.'),
  receivedAt: instant,
  externalDueAt: instant.optional(),
  zoneCode: code.optional().describe('Hall window.'),
  campaignCode: code.optional(),
  relatedCaseId: uuid.optional(),
  alarmId: uuid.optional(),
  visitId: uuid.optional(),
};

const classified = {
  caseId: uuid,
  revision: z.int().min(1),
  codeSystem: code,
  codeSystemVersion: code,
  categoryCode: code,
  filingCondition: count.optional(),
  matterKind,
  disputeType: code.optional(),
  urgency,
  grade,
  placeType: placeType.optional(),
  rectificationMode: z.enum(['IMMEDIATE', 'DEADLINE', 'CONCENTRATED']).optional(),
  rectifyBy: date.optional(),
  disputeAmountFen: fen.optional(),
  peopleInvolved: count.optional(),
  publicSafety: z.boolean().describe('Such a case may not be withdrawn.'),
  accusedUnitIds: z.array(code).describe('Units the case is about: never its handlers.'),
  tags: z.array(code),
  by: z.enum(['PERSON', 'RULE', 'MODEL']),
  confidence: z.number().min(0).max(1).optional(),
  reasonRef: textRef.optional(),
};

/** Facts that only the intake service may append. */
export const intakeEvents = {
  CaseRegistered: payload('登记', registered),
  CaseClassified: payload('分类', classified),
  CaseAccepted: payload('受理', {
    caseId: uuid,
    disposition: z.enum(['DISPATCH', 'DIRECT_ANSWER', 'SELF_HANDLED', 'CLAIM']),
  }),
  DuplicateSuspected: payload('疑似重复', {
    caseId: uuid,
    candidates: z.array(
      z.strictObject({
        caseId: uuid,
        rule: z.enum(['PLACE_TIME', 'SAME_ASSET']),
        distanceM: count.optional(),
        hoursApart: count.optional(),
      }),
    ),
  }),
};
