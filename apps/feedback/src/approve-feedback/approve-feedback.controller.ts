import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, EmptyDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApproveFeedback } from './approve-feedback.decider.js';

@Controller('v1/feedback/cases/:caseId/approve')
export class ApproveFeedbackController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Takes the next open review step of the newest submission (审核通过).
   * @throws {403} role-not-allowed, not-owner-unit, recused or separation-of-duty
   * @throws {404} case-not-found
   * @throws {409} illegal-transition or case-closed
   * @throws {412} version-conflict
   * @throws {422} accused-unit-excluded
   */
  @Post()
  @HttpCode(200)
  async approve(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() _: EmptyDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const command = new ApproveFeedback({ caseId }, meta);
    const decided = await this.commands.execute<ApproveFeedback, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
