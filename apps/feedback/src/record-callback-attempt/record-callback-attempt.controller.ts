import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RecordCallbackAttempt } from './record-callback-attempt.decider.js';
import { RecordCallbackAttemptDto } from './record-callback-attempt.dto.js';

@Controller('v1/feedback/cases/:caseId/callback-attempts')
export class RecordCallbackAttemptController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Records that the party was tried and did not answer the questions (回访未果).
   * @throws {403} role-not-allowed, recused or separation-of-duty
   * @throws {404} case-not-found
   * @throws {409} illegal-transition or case-closed
   * @throws {412} version-conflict
   * @throws {422} calendar-missing
   */
  @Post()
  @HttpCode(200)
  async record(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { channel, result }: RecordCallbackAttemptDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const command = new RecordCallbackAttempt({ caseId, channel, result }, meta);
    const decided = await this.commands.execute<RecordCallbackAttempt, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
