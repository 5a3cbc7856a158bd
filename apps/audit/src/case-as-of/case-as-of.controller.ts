import { caseFold, caseView, onlyFor } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Ledger } from '@bihuan/event-store';
import { canonicalJson, foldStream } from '@bihuan/kernel';
import { Asks, type Caller, PathIdPipe, Problem } from '@bihuan/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { eventsAsOf, type Moment, SETTLED_AFTER_MS } from './as-of.policy.js';
import { AsOfQueryDto } from './case-as-of.dto.js';

@ApiTags('audit')
@Controller('v1/audit/cases/:caseId/as-of')
export class CaseAsOfController {
  constructor(
    private readonly cases: CaseStore,
    private readonly ledger: Ledger,
  ) {}

  /**
   * The case as it was, at an instant or at a version: byte by byte what `GET /v1/intake/cases/{caseId}` answered then
   * (AUDITOR). Before its registration, and above its newest version, there is no case.
   * @throws {403} role-not-allowed
   * @throws {404} case-not-found
   * @throws {422} as-of-too-recent
   */
  @Get()
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } } })
  async asOf(
    @Param('caseId', PathIdPipe) caseId: string,
    @Query() query: AsOfQueryDto,
    @Asks() { tenantId, actor }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const moment = momentOf(query);
    onlyFor(actor, 'AUDITOR');
    const settledAt = new Date(Date.parse(this.ledger.now()) - SETTLED_AFTER_MS).toISOString();
    const events = eventsAsOf(await this.cases.history(tenantId, caseId), moment, settledAt);
    const state = foldStream(caseFold, events);
    void reply.type('application/json; charset=utf-8').header('etag', `"${state.version}"`);
    return canonicalJson(caseView(tenantId, state));
  }
}

function momentOf({ at, version }: AsOfQueryDto): Moment {
  if (at !== undefined && version === undefined) return { at };
  if (version !== undefined && at === undefined) return { version };
  const words = { code: 'one-of-two', zh: '须且只须给出 at 或 version', en: 'needs at or version, and one alone' };
  throw new Problem('invalid-request', { faults: [{ pointer: '/at', in: 'query', ...words }] });
}
