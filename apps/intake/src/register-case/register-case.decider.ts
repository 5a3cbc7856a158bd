import {
  type Channel,
  caseDecider,
  type Confidentiality,
  fact,
  type FileRef,
  looksLikeIdentity,
  refuse,
  type RequestNature,
  type TextRef,
  type Urgency,
} from '@bihuan/case';
import { Command, type CommandMeta } from '@bihuan/kernel';
import { entryOf, type ReferenceData } from '@bihuan/reference';
import { placeIn, type ReportedPlace } from './place.policy.js';
import { confidentialityOf, reporterKindOf } from './reporter.policy.js';

/** Names of the fields of a person; the vault knows what they hold. */
type SubjectField = 'name' | 'phone' | 'idType' | 'idNo' | 'openid' | 'email' | 'address' | 'deviceId' | 'accountId';

/** What somebody reports, its texts and persons already in the vault's hands. */
export interface Report {
  readonly caseId: string;
  readonly caseNo: string;
  readonly sourceSystem: string;
  /** The source's ticket and the HMAC of all it says: the same again is the same case. */
  readonly ticket?: { readonly no: string; readonly bodyHmac: Uint8Array } | undefined;
  readonly channel: Channel;
  readonly nature: RequestNature;
  readonly descriptionRef: TextRef;
  readonly reportedAt: string;
  readonly place?: ReportedPlace | undefined;
  readonly suggestedCategory?: { readonly codeSystem: string; readonly code: string } | undefined;
  readonly urgencyHint?: Urgency | undefined;
  /** The complainant, and which fields the vault keeps of them. */
  readonly subject?: { readonly ref: string; readonly fields: readonly SubjectField[] } | undefined;
  readonly confidentiality?: Confidentiality | undefined;
  readonly wantsReply?: boolean | undefined;
  readonly externalDueAt?: string | undefined;
  readonly zoneCode?: string | undefined;
  readonly relatedCaseId?: string | undefined;
  readonly attachments: readonly FileRef[];
  readonly unknownAttachments: readonly string[];
  readonly expiredAttachments: readonly string[];
}

export class RegisterCase extends Command<Report> {}

/** 登记: takes a request in as a case of its own, before anybody judges it. */
export const registerCase = caseDecider('RegisterCase', {
  decide({ data: report, meta }: RegisterCase, _, { now, reference }) {
    const { caseId, caseNo, channel, nature, sourceSystem, ticket, subject } = report;
    checkBinding(report, meta);
    checkCodes(report);
    checkCategory(report, reference);
    checkFiles(report);
    const { role, ref } = meta.actor;
    const confidentiality = confidentialityOf(report, meta.actor.role);
    return [
      fact('CaseRegistered', {
        caseId,
        caseNo,
        channel,
        sourceSystem,
        externalTicketNo: ticket?.no,
        nature,
        reporterKind: reporterKindOf(role, channel),
        subjectRef: subject?.ref,
        reporterId: role === 'INTEGRATOR' || role === 'SYSTEM' ? undefined : ref,
        descriptionRef: report.descriptionRef,
        place: placeIn(report, confidentiality, reference),
        attachments: [...report.attachments],
        suggestedCategory: report.suggestedCategory,
        confidentiality,
        urgencyHint: report.urgencyHint,
        wantsReply: report.wantsReply ?? subject !== undefined,
        reportedAt: report.reportedAt,
        receivedAt: now,
        externalDueAt: report.externalDueAt,
        zoneCode: report.zoneCode,
        relatedCaseId: report.relatedCaseId,
      }),
    ];
  },
});

/** An integrator hands in for its own sources only, a grid worker from its own grids, where it names one. */
function checkBinding({ sourceSystem, place }: Report, { actor: { role }, binding }: CommandMeta): void {
  const { sourceSystems = [], gridCodes = [] } = binding ?? {};
  if (role === 'INTEGRATOR' && !sourceSystems.includes(sourceSystem))
    refuse('ROLE_NOT_ALLOWED', { role, sourceSystem });
  const gridCode = place?.gridCode;
  if (role !== 'GRID_WORKER' || gridCode === undefined) return;
  if (!gridCodes.includes(gridCode)) refuse('ROLE_NOT_ALLOWED', { role, gridCode });
}

/** A code that looks like a phone or ID number would carry a person into every event and log (I-23). */
function checkCodes({ ticket, sourceSystem, suggestedCategory, zoneCode, place }: Report): void {
  const codes = {
    externalTicketNo: ticket?.no,
    sourceSystem,
    zoneCode,
    code: suggestedCategory?.code,
    assetCode: place?.assetCode,
  };
  const bad = Object.entries(codes).find(([, code]) => code !== undefined && looksLikeIdentity(code));
  if (bad) refuse('IDENTITY_IN_CODE', { field: bad[0] });
}

function checkCategory({ suggestedCategory }: Report, { codeSystems }: ReferenceData): void {
  if (!suggestedCategory) return;
  const { codeSystem, code } = suggestedCategory;
  if (!entryOf(codeSystems.get(codeSystem), code)) refuse('UNKNOWN_CATEGORY', { codeSystem, categoryCode: code });
}

function checkFiles({ unknownAttachments, expiredAttachments }: Report): void {
  if (unknownAttachments.length > 0) refuse('UNKNOWN_ATTACHMENT', { attachmentIds: unknownAttachments });
  if (expiredAttachments.length > 0) refuse('ATTACHMENT_EXPIRED', { attachmentIds: expiredAttachments });
}
