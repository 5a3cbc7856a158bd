import { caseStream, onlyFor, refuse } from '@bihuan/case';
import { Database, verifyStream } from '@bihuan/event-store';
import { Asks, type Caller, PathIdPipe } from '@bihuan/platform';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
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
  async prove(@Param('caseId', PathIdPipe) caseId: string, @Asks() { tenantId, actor }: Caller): Promise<CaseProofDto> {
    onlyFor(actor, 'AUDITOR');
    const { isValid, ...proof } = await verifyStream(this.database, tenantId, caseStream(caseId));
    if (proof.headVersion === 0) refuse('CASE_NOT_FOUND');
    return { valid: isValid, ...proof };
  }
}
