import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ClassificationDto, classificationIn } from '../domain/classification.dto.js';
import { ClassifyCase } from './classify-case.decider.js';

@Controller('v1/intake/cases/:caseId/classify')
export class ClassifyCaseController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Says of what class the case is (分类); from the dispatch on only a dispatcher may.
   * @throws {403} role-not-allowed or recused
   * @throws {404} case-not-found
   * @throws {409} case-closed or illegal-transition
   * @throws {412} version-conflict
   * @throws {422} unknown-category, unknown-unit or identity-in-code
   */
  @Post()
  @HttpCode(200)
  async classify(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() body: ClassificationDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const reason = body.reason === undefined ? undefined : this.vault.seal(body.reason, meta.tenantId);
    const data = { caseId, classification: classificationIn(body, reason?.ref) };
    const command = new ClassifyCase(data, meta, reason ? [reason.sealed] : []);
    const decided: Decided<CaseState> = await this.commands.execute(command);
    return decidedDto(decided, decided.state);
  }
}
