import { Readable } from 'node:stream';
import { onlyFor, refuse } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { envelopeOf, Feed, type RecordedEvent } from '@bihuan/event-store';
import { canonicalJson } from '@bihuan/kernel';
import {
  Asks,
  type Caller,
  decodeCursor,
  DEFAULT_LIMIT,
  pageOf,
  PageQueryDto,
  PathIdPipe,
  untilRead,
} from '@bihuan/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EnvelopeDto } from '../domain/envelope.dto.js';
import { CaseEventsDto } from './case-events.dto.js';

const NDJSON = 'application/x-ndjson';
/** Version of the last event of the page before. */
const afterVersion = z.int().min(1);

const lineOf = (event: RecordedEvent): string => `${canonicalJson(envelopeOf(event))}\n`;

@ApiTags('audit')
@ApiExtraModels(EnvelopeDto, CaseEventsDto)
@Controller('v1/audit/cases/:caseId/events')
export class CaseEventsController {
  constructor(
    private readonly cases: CaseStore,
    private readonly feed: Feed,
  ) {}

  /**
   * Every event of a case with its envelope, oldest first: as a list, or with `Accept: application/x-ndjson` all of
   * them, one a line (AUDITOR).
   * @throws {403} role-not-allowed
   * @throws {404} case-not-found
   * @throws {503} projection-behind
   */
  @Get()
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(CaseEventsDto) } },
      [NDJSON]: { schema: { $ref: getSchemaPath(EnvelopeDto) } },
    },
  })
  async list(
    @Param('caseId', PathIdPipe) caseId: string,
    @Query() { limit = DEFAULT_LIMIT, cursor, atLeast }: PageQueryDto,
    @Asks() { tenantId, actor }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseEventsDto | Readable> {
    onlyFor(actor, 'AUDITOR');
    const after = decodeCursor(cursor, afterVersion) ?? 0;
    const asOfPosition = await untilRead(atLeast, () => this.feed.headPosition());
    const events = await this.cases.history(tenantId, caseId);
    if (events.length === 0) refuse('CASE_NOT_FOUND');
    if (reply.request.headers.accept?.includes(NDJSON) === true) {
      void reply.type(NDJSON);
      return Readable.from(events.map(lineOf), { objectMode: false });
    }
    const rows = events.filter(({ meta }) => meta.version > after).slice(0, limit + 1);
    return pageOf(rows, { limit, asOfPosition }, ({ meta }) => meta.version, envelopeOf);
  }
}
