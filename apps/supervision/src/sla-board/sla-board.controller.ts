import { centreRoles, onlyFor } from '@bihuan/case';
import { Ledger, Runners } from '@bihuan/event-store';
import { Asks, type Caller, decodeCursor, DEFAULT_LIMIT, pageOf, untilRead } from '@bihuan/platform';
import { Controller, Get, Query } from '@nestjs/common';
import { BoardItemDto, BoardPageDto, BoardQueryDto } from './sla-board.dto.js';
import { slaBoard } from './sla-board.projection.js';
import { type BoardCursor, boardCursor, type BoardItem, SlaBoardQueries } from './sla-board.queries.js';

@Controller('v1/supervision/board')
export class SlaBoardController {
  constructor(
    private readonly board: SlaBoardQueries,
    private readonly runners: Runners,
    private readonly ledger: Ledger,
  ) {}

  /**
   * The clocks of all cases in one state (督办看板), soonest due first; the running ones unless another is asked for.
   * @throws {403} role-not-allowed
   * @throws {503} projection-behind
   */
  @Get()
  async list(
    @Query() { limit = DEFAULT_LIMIT, cursor, atLeast, status = 'RUNNING', unitId }: BoardQueryDto,
    @Asks() { tenantId, actor }: Caller,
  ): Promise<BoardPageDto> {
    const after = decodeCursor(cursor, boardCursor);
    onlyFor(actor, ...centreRoles);
    // Read before the rows: an answer may show more than it says, never less.
    const asOfPosition = await untilRead(atLeast, () => this.runners.position(slaBoard.table));
    const rows = await this.board.page(tenantId, { status, unitId }, limit + 1, after);
    const nowMs = Date.parse(this.ledger.now());
    return pageOf(rows, { limit, asOfPosition }, placeOf, (row) => itemOf(row, nowMs));
  }
}

const placeOf = ({ dueAt, clockId }: BoardItem): BoardCursor => ({ dueAt, clockId });

const itemOf = (row: BoardItem, nowMs: number): BoardItemDto => ({
  ...row,
  remainingMs: row.stoppedAt === null ? Date.parse(row.dueAt) - nowMs : null,
});
