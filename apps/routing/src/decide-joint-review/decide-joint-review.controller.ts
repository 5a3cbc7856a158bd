import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { partsOf } from '../domain/dispatch.policy.js';
import { DecideJointReview } from './decide-joint-review.decider.js';
import { DecideJointReviewDto } from './decide-joint-review.dto.js';

@Controller('v1/routing/cases/:caseId/decide-joint-review')
export class DecideJointReviewController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Decides a joint review (研判决定): the units named get the case, and the lead may not give it back.
   * @throws {403} role-not-allowed or recused
   * @throws {404} case-not-found
   * @throws {409} illegal-transition, case-closed or classification-required
   * @throws {412} version-conflict
   * @throws {422} lead-required, unknown-unit, accused-unit-excluded or push-down-forbidden
   */
  @Post()
  @HttpCode(200)
  async decide(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { leadUnitId, coUnitIds = [], reason, amendListItem = false }: DecideJointReviewDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const { ref: reasonRef, sealed } = this.vault.seal(reason, meta.tenantId);
    const decision = { caseId, parts: partsOf(leadUnitId, coUnitIds), reasonRef, amendListItem };
    const command = new DecideJointReview(decision, meta, [sealed]);
    const decided = await this.commands.execute<DecideJointReview, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
