import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, EmptyDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DispatchRework } from './dispatch-rework.decider.js';

@Controller('v1/routing/cases/:caseId/dispatch-rework')
export class DispatchReworkController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Hands a case that is to be done again to the unit that led it (重办), where the order did not go out by itself.
   * @throws {403} role-not-allowed or recused
   * @throws {404} case-not-found
   * @throws {409} illegal-transition, case-closed or classification-required
   * @throws {412} version-conflict
   */
  @Post()
  @HttpCode(200)
  async dispatch(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() _: EmptyDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const command = new DispatchRework({ caseId }, meta);
    const decided = await this.commands.execute<DispatchRework, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
