import { Runners } from '@bihuan/event-store';
import { Asks, type Caller, cursorInstant, decodeCursor, DEFAULT_LIMIT, pageOf, untilRead } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { listSightOf } from './case-list-sight.policy.js';
import { CaseListDto, CaseListQueryDto } from './case-list.dto.js';
import { caseList } from './case-list.projection.js';
import { CaseListQueries } from './case-list.queries.js';

const cursorShape = z.tuple([cursorInstant, z.uuid()]);

@Controller('v1/intake/cases')
export class CaseListController {
  constructor(
    private readonly list: CaseListQueries,
    private readonly references: ReferenceStore,
    private readonly runners: Runners,
  ) {}

  /**
   * The cases that the caller may see, newest first.
   * @throws {503} projection-behind
   */
  @Get()
  async find(
    @Query() { limit = DEFAULT_LIMIT, cursor, atLeast, ...filter }: CaseListQueryDto,
    @Asks() caller: Caller,
  ): Promise<CaseListDto> {
    const after = decodeCursor(cursor, cursorShape);
    const sight = listSightOf(caller, await this.references.inForce(caller.tenantId));
    // Before the query: what it reads is at least as new.
    const asOfPosition = await untilRead(atLeast, () => this.runners.position(caseList.table));
    const rows = await this.list.find(caller.tenantId, sight, { filter, after, limit: limit + 1 });
    return pageOf(
      rows,
      { limit, asOfPosition },
      ({ registeredAt, caseId }) => [registeredAt, caseId],
      (row) => row,
    );
  }
}
