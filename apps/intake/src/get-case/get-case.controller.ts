import { caseView } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { canonicalJson } from '@bihuan/kernel';
import { Asks, type Caller, PathIdPipe, withHead } from '@bihuan/platform';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CaseViewDto } from './get-case.dto.js';

@Controller('v1/intake/cases/:caseId')
export class GetCaseController {
  constructor(private readonly cases: CaseStore) {}

  /**
   * The case as it stands, in its canonical form (RFC 8785): the same case is the same bytes for everyone who may see it.
   * @throws {404} case-not-found
   */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: CaseViewDto, headers: { ETag: { schema: { type: 'string', example: '"7"' } } } })
  async get(@Param('caseId', PathIdPipe) caseId: string, @Asks() caller: Caller): Promise<Buffer> {
    const state = await this.cases.visibleTo(caller, caseId);
    const bytes = Buffer.from(canonicalJson(caseView(caller.tenantId, state)));
    return withHead(bytes, { etag: `"${state.version}"`, isReplayed: false });
  }
}
