import type { CaseState } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta } from '@bihuan/platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RegisterCase } from './register-case.decider.js';
import { RegisterCaseDto } from './register-case.dto.js';
import { SealedReports } from './sealed-report.edge.js';

@Controller('v1/intake/cases')
export class RegisterCaseController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reports: SealedReports,
  ) {}

  /**
   * Takes a request in as a case (登记). 200 and the same case when the source's ticket came before with the same
   * content.
   * @throws {403} role-not-allowed
   * @throws {409} external-ticket-conflict
   * @throws {422} unknown-category, unknown-grid, unknown-region, datum-required, position-out-of-range, identity-in-code, unknown-attachment or attachment-expired
   */
  @Post()
  @HttpCode(200)
  async register(@Body() told: RegisterCaseDto, @Meta() meta: CommandMeta): Promise<DecidedDto> {
    const { report, sealed } = await this.reports.of(told, meta);
    const decided: Decided<CaseState> = await this.commands.execute(new RegisterCase(report, meta, sealed));
    // A ticket that came before made nothing now: the same case, but no new address.
    const location = decided.wasClaimed ? undefined : `/v1/intake/cases/${decided.state.caseId}`;
    return decidedDto(decided, decided.state, location);
  }
}
