import { onlyFor, refuse, unitRoles } from '@bihuan/case';
import { Runners } from '@bihuan/event-store';
import { Asks, type Caller, decodeCursor, DEFAULT_LIMIT, pageOf, PageQueryDto, untilRead } from '@bihuan/platform';
import { Controller, Get, Query } from '@nestjs/common';
import { InboxItemDto, InboxPageDto } from './unit-inbox.dto.js';
import { unitInbox } from './unit-inbox.projection.js';
import { inboxCursor, type InboxEntry, UnitInboxQueries } from './unit-inbox.queries.js';

@Controller('v1/routing/inbox')
export class UnitInboxController {
  constructor(
    private readonly inbox: UnitInboxQueries,
    private readonly runners: Runners,
  ) {}

  /**
   * What waits on the caller's own unit (待办), soonest due first; what is not due yet comes last.
   * @throws {403} role-not-allowed
   * @throws {503} projection-behind
   */
  @Get()
  async list(
    @Query() { limit = DEFAULT_LIMIT, cursor, atLeast }: PageQueryDto,
    @Asks() { tenantId, actor }: Caller,
  ): Promise<InboxPageDto> {
    const after = decodeCursor(cursor, inboxCursor);
    const { role, unitId } = actor;
    onlyFor(actor, ...unitRoles);
    // A key of a unit’s role that names no unit: nothing could wait on it.
    if (unitId === undefined) refuse('ROLE_NOT_ALLOWED', { role });
    // Read before the rows: an answer may show more than it says, never less.
    const asOfPosition = await untilRead(atLeast, () => this.runners.position(unitInbox.table));
    const rows = await this.inbox.page(tenantId, unitId, limit + 1, after);
    return pageOf(rows, { limit, asOfPosition }, ({ dueAt, assignmentId }) => ({ dueAt, assignmentId }), itemOf);
  }
}

function itemOf({ codeSystem, categoryCode, ...row }: InboxEntry): InboxItemDto {
  const category = codeSystem !== null && categoryCode !== null ? { codeSystem, code: categoryCode } : null;
  return { ...row, category };
}
