import type { CaseState } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RecordContact } from './record-contact.decider.js';
import { RecordContactDto } from './record-contact.dto.js';

@Controller('v1/feedback/assignments/:assignmentId/contacts')
export class RecordContactController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cases: CaseStore,
  ) {}

  /**
   * Records a unit's attempt to reach the party (联系当事人).
   * @throws {403} role-not-allowed, not-owner-unit or recused
   * @throws {404} assignment-not-found
   * @throws {409} illegal-transition or case-closed
   * @throws {412} version-conflict
   */
  @Post()
  @HttpCode(200)
  async record(
    @Param('assignmentId', PathIdPipe) assignmentId: string,
    @Body() { medium, result, at }: RecordContactDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const caseId = await this.cases.caseOfAssignment(meta, 'RecordContact', assignmentId);
    const command = new RecordContact({ caseId, assignmentId, medium, result, at }, meta);
    const decided = await this.commands.execute<RecordContact, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
