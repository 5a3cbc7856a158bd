import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CompleteCallback } from './complete-callback.decider.js';
import { CompleteCallbackDto } from './complete-callback.dto.js';

@Controller('v1/feedback/cases/:caseId/complete-callback')
export class CompleteCallbackController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Records what the party answered: the case is closed, or done again (回访).
   * @throws {403} role-not-allowed, recused or separation-of-duty
   * @throws {404} case-not-found
   * @throws {409} illegal-transition or case-closed
   * @throws {412} version-conflict
   */
  @Post()
  @HttpCode(200)
  async complete(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { note, ...answers }: CompleteCallbackDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const text = note === undefined ? undefined : this.vault.seal(note, meta.tenantId);
    const told = { ...answers, caseId, ...(text ? { noteRef: text.ref } : {}) };
    const command = new CompleteCallback(told, meta, text ? [text.sealed] : []);
    const decided = await this.commands.execute<CompleteCallback, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
