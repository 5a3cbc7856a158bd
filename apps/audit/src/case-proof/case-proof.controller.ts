import { caseStream, refuse } from '@bihuan/case';
import { Database, verifyStream } from '@bihuan/event-store';
import { Asks, type Caller } from '@bihuan/platform';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { auditorsOnly } from '../domain/refusals.policy.js';
import { CaseProofDto } from './case-proof.dto.js';

@ApiTags('audit')
@Controller('v1/audit/cases/:caseId/proof')
export class CaseProofController {
  constructor(private readonly database: Database) {}

  /**
   * Whether the events of a case are those that were recorded, computed anew from the stored bytes (AUDITOR).
   * @throws {403} role-not-allowed
   * @throws {404} case-not-found
   */
  @Get()
  async prove(
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Asks() { tenantId, actor }: Caller,
  ): Promise<CaseProofDto> {
    auditorsOnly(actor);
    const { isValid, ...proof } = await verifyStream(this.database, tenantId, caseStream(caseId));
    if (proof.headVersion === 0) refuse('CASE_NOT_FOUND');
    return { valid: isValid, ...proof };
  }
}
