import type { CaseState } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, EmptyDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SignOffAssignment } from './sign-off-assignment.decider.js';

@Controller('v1/routing/assignments/:assignmentId/sign')
export class SignOffAssignmentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cases: CaseStore,
  ) {}

  /**
   * Takes an assignment in hand (签收). The lead's moves the case, a helper's does not; 200 without events when the
   * unit has signed before.
   * @throws {403} role-not-allowed, not-owner-unit or recused
   * @throws {404} assignment-not-found
   * @throws {409} illegal-transition or case-closed
   * @throws {412} version-conflict
   */
  @Post()
  @HttpCode(200)
  async sign(
    @Param('assignmentId', PathIdPipe) assignmentId: string,
    @Body() _: EmptyDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const caseId = await this.cases.caseOfAssignment(meta, 'SignOffAssignment', assignmentId);
    const command = new SignOffAssignment({ caseId, assignmentId }, meta);
    const decided = await this.commands.execute<SignOffAssignment, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
