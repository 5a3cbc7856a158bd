import { staffOnly } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Asks, type Caller, PathIdPipe } from '@bihuan/platform';
import { Controller, Get, Param } from '@nestjs/common';
import { RouteDto } from './explain-route.dto.js';

@Controller('v1/routing/cases/:caseId/route')
export class ExplainRouteController {
  constructor(private readonly cases: CaseStore) {}

  /**
   * Why the case went where it went, step by step: the last route (分流依据). For staff who may see the case.
   * @throws {403} role-not-allowed
   * @throws {404} case-not-found
   */
  @Get()
  async explain(@Param('caseId', PathIdPipe) caseId: string, @Asks() caller: Caller): Promise<RouteDto> {
    // The trace names units that were passed over: nothing for a source system.
    staffOnly(caller.actor);
    const { route } = await this.cases.visibleTo(caller, caseId);
    if (route === null) return { ...unrouted, caseId };
    return { ...route, listVersion: route.listVersion ?? null, itemId: route.itemId ?? null };
  }
}

const unrouted: Omit<RouteDto, 'caseId'> = {
  outcome: null,
  mode: null,
  level: null,
  listVersion: null,
  itemId: null,
  candidates: [],
  trace: [],
};
