import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ExplainBreach } from './explain-breach.decider.js';
import { ExplainBreachDto } from './explain-breach.dto.js';

@Controller('v1/supervision/cases/:caseId/explain-breach')
export class ExplainBreachController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Says why the handling limit was passed, and what is done by when (超时说明).
   * @throws {403} role-not-allowed, not-owner-unit or recused
   * @throws {404} case-not-found
   * @throws {409} illegal-transition, also when nothing is overdue; case-closed
   * @throws {412} version-conflict
   */
  @Post()
  @HttpCode(200)
  async explain(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { explanation, nextMeasure, ...told }: ExplainBreachDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const why = this.vault.seal(explanation, meta.tenantId);
    const next = this.vault.seal(nextMeasure, meta.tenantId);
    const texts = { explanationRef: why.ref, nextMeasureRef: next.ref };
    const command = new ExplainBreach({ ...told, caseId, ...texts }, meta, [why.sealed, next.sealed]);
    const decided = await this.commands.execute<ExplainBreach, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
