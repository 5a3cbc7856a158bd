import type { Clock } from '@bihuan/case';
import { Database } from '@bihuan/event-store';
import { cursorInstant } from '@bihuan/platform';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { BoardRow } from './sla-board.projection.js';

/** What the next page begins after. */
export const boardCursor = z.strictObject({ dueAt: cursorInstant, clockId: z.uuid() });
export type BoardCursor = z.infer<typeof boardCursor>;

/** A clock as the board shows it. */
export type BoardItem = Omit<BoardRow, 'nextAt'>;

/** Which clocks are asked for. */
export interface BoardFilter {
  readonly status: Clock['status'];
  readonly unitId: string | undefined;
}

const page = (more: string): string => `
  select clock_id as "clockId", case_id as "caseId", case_no as "caseNo", case_status as "caseStatus", stage, status,
         round, assignment_id as "assignmentId", unit_id as "unitId", started_at as "startedAt", due_at as "dueAt",
         stopped_at as "stoppedAt", warned, breached
    from supervision.sla_board
   where tenant_id = $1 and status = $2 ${more}
   order by due_at, clock_id
   limit $3`;

/** Rows of the board. */
@Injectable()
export class SlaBoardQueries {
  constructor(private readonly database: Database) {}

  /** Clocks of one state, soonest due first; at most `count`. */
  async page(
    tenantId: string,
    { status, unitId }: BoardFilter,
    count: number,
    after?: BoardCursor,
  ): Promise<readonly BoardItem[]> {
    const values: unknown[] = [tenantId, status, count];
    const conditions: string[] = [];
    let name = 'supervision.sla-board';
    if (unitId !== undefined) {
      conditions.push(`and unit_id = $${values.push(unitId)}`);
      name += '.unit';
    }
    if (after) {
      conditions.push(
        `and (due_at, clock_id) > ($${values.push(after.dueAt)}::timestamptz, $${values.push(after.clockId)})`,
      );
      name += '.after';
    }
    const [rows = []] = await this.database.queries<BoardItem>(tenantId, [
      { name, text: page(conditions.join(' ')), values },
    ]);
    return rows;
  }
}
