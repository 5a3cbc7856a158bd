import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RejectFeedback } from './reject-feedback.decider.js';
import { RejectFeedbackDto } from './reject-feedback.dto.js';

@Controller('v1/feedback/cases/:caseId/reject')
export class RejectFeedbackController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Sends the newest submission back to the lead unit (审核退回).
   * @throws {403} role-not-allowed, not-owner-unit, recused or separation-of-duty
   * @throws {404} case-not-found
   * @throws {409} illegal-transition or case-closed
   * @throws {412} version-conflict
   * @throws {422} accused-unit-excluded
   */
  @Post()
  @HttpCode(200)
  async reject(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { missing = [], reason }: RejectFeedbackDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const text = this.vault.seal(reason, meta.tenantId);
    const command = new RejectFeedback({ caseId, missing, reasonRef: text.ref }, meta, [text.sealed]);
    const decided = await this.commands.execute<RejectFeedback, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
