import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { Vault } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { classificationIn } from '../domain/classification.dto.js';
import { AcceptCase } from './accept-case.decider.js';
import { AcceptCaseDto } from './accept-case.dto.js';

@Controller('v1/intake/cases/:caseId/accept')
export class AcceptCaseController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
  ) {}

  /**
   * Takes a registered case on (受理), and classifies it in the same append when a classification is given.
   * @throws {403} role-not-allowed or recused
   * @throws {404} case-not-found
   * @throws {409} classification-required, case-closed or illegal-transition
   * @throws {412} version-conflict
   * @throws {422} unknown-category, unknown-unit or identity-in-code
   */
  @Post()
  @HttpCode(200)
  async accept(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { classification, disposition }: AcceptCaseDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const text = classification?.reason;
    const reason = text === undefined ? undefined : this.vault.seal(text, meta.tenantId);
    const given = classification && classificationIn(classification, reason?.ref);
    const data = { caseId, disposition, classification: given };
    const command = new AcceptCase(data, meta, reason ? [reason.sealed] : []);
    const decided: Decided<CaseState> = await this.commands.execute(command);
    return decidedDto(decided, decided.state);
  }
}
