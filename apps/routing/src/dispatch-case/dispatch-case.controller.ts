import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { partsOf } from '../domain/dispatch.policy.js';
import { DispatchCase } from './dispatch-case.decider.js';
import { DispatchCaseDto } from './dispatch-case.dto.js';

@Controller('v1/routing/cases/:caseId/dispatch')
export class DispatchCaseController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Hands an accepted case by hand to its lead unit and its helpers (派单). 200 without events when the unit already
   * leads it.
   * @throws {403} role-not-allowed or recused
   * @throws {404} case-not-found
   * @throws {409} illegal-transition, case-closed, case-not-accepted, case-under-joint-review, lead-already-dispatched, classification-required or route-ambiguous
   * @throws {412} version-conflict
   * @throws {422} lead-required, reason-required, unknown-unit, accused-unit-excluded or push-down-forbidden
   */
  @Post()
  @HttpCode(200)
  async dispatch(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { leadUnitId, coUnitIds = [], reason }: DispatchCaseDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    // Free text goes no further than here: rules and events see its reference, the append carries it encrypted.
    const text = reason === undefined ? undefined : this.vault.seal(reason, meta.tenantId);
    const choice = { caseId, parts: partsOf(leadUnitId, coUnitIds), reasonRef: text?.ref };
    const command = new DispatchCase(choice, meta, text ? [text.sealed] : []);
    const decided = await this.commands.execute<DispatchCase, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}
