import { createHmac } from 'node:crypto';
import { canonicalJson, type CommandMeta, newId, type Sealed } from '@bihuan/kernel';
import { fieldRequired } from '@bihuan/platform';
import { TenantKeys, uploaderOf, Vault, VaultFiles } from '@bihuan/vault';
import { Injectable } from '@nestjs/common';
import { CaseNumbers } from './case-numbers.queries.js';
import type { ReportedPlace, ReportedPosition } from './place.policy.js';
import type { Report } from './register-case.decider.js';
import type { ComplainantDto, RegisterCaseDto, ReportedPlaceDto, ReportedPositionDto } from './register-case.dto.js';
import { needsTicketNo } from './reporter.policy.js';
import { inWgs84 } from './wgs84.edge.js';

/** A report as the rule may see it, and what goes to the vault with its append. */
export interface SealedReport {
  readonly report: Report;
  readonly sealed: readonly Sealed[];
}

/** Takes texts and persons out of a report: free text goes no further than here. */
@Injectable()
export class SealedReports {
  constructor(
    private readonly vault: Vault,
    private readonly files: VaultFiles,
    private readonly keys: TenantKeys,
    private readonly numbers: CaseNumbers,
  ) {}

  /** @throws Problem for a report without what is required of whoever hands it in */
  async of(told: RegisterCaseDto, { tenantId, actor }: CommandMeta): Promise<SealedReport> {
    if (told.externalTicketNo === undefined && needsTicketNo(actor.role)) throw fieldRequired('/externalTicketNo');
    const { description, complainant, place, externalTicketNo: no, attachmentIds = [], ...codes } = told;
    const [files, caseNo] = await Promise.all([
      this.files.filesOf(tenantId, attachmentIds, { uploader: uploaderOf(actor) }),
      this.numbers.next(tenantId),
    ]);
    const text = this.vault.seal(description, tenantId);
    const subject = this.subjectOf(complainant, tenantId);
    const where = this.placeOf(place, tenantId);
    return {
      report: {
        ...codes,
        caseId: newId(),
        caseNo,
        descriptionRef: text.ref,
        place: where.place,
        subject: subject?.named,
        ticket: no === undefined ? undefined : { no, bodyHmac: this.contentHmac(tenantId, told) },
        attachments: files.found,
        unknownAttachments: files.unknown,
        expiredAttachments: files.expired,
      },
      sealed: [text.sealed, ...(subject?.sealed ?? []), ...where.sealed],
    };
  }

  /** Nobody, when nothing is told of them. */
  private subjectOf(complainant: ComplainantDto | undefined, tenantId: string) {
    const subject = complainant && this.vault.sealSubject(complainant, tenantId);
    if (!subject || subject.fields.length === 0) return undefined;
    return { named: { ref: subject.subjectRef, fields: subject.fields }, sealed: [subject.sealed] };
  }

  /** The address goes to the vault, with the exact spot: facts tell it only as exactly as they may. */
  private placeOf(place: ReportedPlaceDto | undefined, tenantId: string): { place?: ReportedPlace; sealed: Sealed[] } {
    if (!place) return { sealed: [] };
    const { address, position, ...codes } = place;
    const spot = position && spotOf(position);
    const lines = [address, spot && lineOf(spot)].filter((line) => line !== undefined);
    if (lines.length === 0) return { place: codes, sealed: [] };
    const { ref, sealed } = this.vault.seal(lines.join('\n'), tenantId);
    return { place: { ...codes, addressRef: ref, position: spot }, sealed: [sealed] };
  }

  private contentHmac(tenantId: string, told: RegisterCaseDto): Uint8Array {
    return createHmac('sha256', this.keys.hmacKey(tenantId, 'idempotency')).update(canonicalJson(told)).digest();
  }
}

const spotOf = ({ lng, lat, datum, accuracyM }: ReportedPositionDto): ReportedPosition => ({
  lng,
  lat,
  datum,
  accuracyM,
  wgs: datum && inWgs84(lng, lat, datum),
});

const lineOf = ({ lng, lat, datum }: ReportedPosition): string => `${lng},${lat} ${datum ?? ''}`.trim();
