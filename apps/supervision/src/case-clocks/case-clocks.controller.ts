import { type Clock, staffOnly } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Ledger } from '@bihuan/event-store';
import { Asks, type Caller, PathIdPipe } from '@bihuan/platform';
import { Controller, Get, Param } from '@nestjs/common';
import { CaseClocksDto, ClockDto } from './case-clocks.dto.js';

@Controller('v1/supervision/cases/:caseId/clocks')
export class CaseClocksController {
  constructor(
    private readonly cases: CaseStore,
    private readonly ledger: Ledger,
  ) {}

  /**
   * The clocks of a case (时限), for any member of staff who may know of it.
   * @throws {403} role-not-allowed
   * @throws {404} case-not-found
   */
  @Get()
  async list(@Param('caseId', PathIdPipe) caseId: string, @Asks() caller: Caller): Promise<CaseClocksDto> {
    staffOnly(caller.actor);
    const { clocks } = await this.cases.visibleTo(caller, caseId);
    const nowMs = Date.parse(this.ledger.now());
    return { items: clocks.map((clock) => clockDto(clock, nowMs)) };
  }
}

function clockDto(clock: Clock, nowMs: number): ClockDto {
  const { clockId, stage, status, startedAt, dueAt, stoppedAt, warned, breached, explained, terms } = clock;
  const remainingMs = stoppedAt === null ? Date.parse(dueAt) - nowMs : null;
  return { clockId, stage, status, startedAt, dueAt, stoppedAt, warned, breached, explained, terms, remainingMs };
}
