import { Database } from '@bihuan/event-store';
import { cursorInstant } from '@bihuan/platform';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { InboxRow } from './unit-inbox.projection.js';

/** A row without its unit, which is the one that asks. */
export type InboxEntry = Omit<InboxRow, 'unitId'>;

/** What the next page begins after. */
export const inboxCursor = z.strictObject({ dueAt: cursorInstant.nullable(), assignmentId: z.uuid() });
export type InboxCursor = z.infer<typeof inboxCursor>;

// Assignments that are not due yet come last; the expression is that of the index.
const DUE = "coalesce(due_at, timestamptz 'infinity')";

const page = (after: string): string => `
  select assignment_id as "assignmentId", case_id as "caseId", case_no as "caseNo", role, round,
         status, case_status as "caseStatus", code_system as "codeSystem", category_code as "categoryCode",
         dispatched_at as "dispatchedAt", due_at as "dueAt"
    from routing.unit_inbox
   where tenant_id = $1 and unit_id = $2 ${after}
   order by ${DUE}, assignment_id
   limit $3`;

/** Rows of the inbox. */
@Injectable()
export class UnitInboxQueries {
  constructor(private readonly database: Database) {}

  /** Assignments of one unit, soonest due first; at most `count`. */
  async page(tenantId: string, unitId: string, count: number, after?: InboxCursor): Promise<readonly InboxEntry[]> {
    const name = 'routing.unit-inbox';
    const values = [tenantId, unitId, count];
    const query = after
      ? {
          name: `${name}.after`,
          text: page(`and (${DUE}, assignment_id) > ($4::timestamptz, $5)`),
          values: [...values, after.dueAt ?? 'infinity', after.assignmentId],
        }
      : { name, text: page(''), values };
    const [rows = []] = await this.database.queries<InboxEntry>(tenantId, [query]);
    return rows;
  }
}
