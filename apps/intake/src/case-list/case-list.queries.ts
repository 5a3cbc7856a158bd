import { Database } from '@bihuan/event-store';
import { Injectable } from '@nestjs/common';
import type { ListSight, Territory } from './case-list-sight.policy.js';
import type { CaseListItemDto } from './case-list.dto.js';
import { markOf } from './case-list.projection.js';

/** What a list is narrowed to; absent is not narrowed. */
export interface ListFilter {
  readonly status?: string;
  readonly channel?: string;
  readonly sourceSystem?: string;
  readonly externalTicketNo?: string;
  readonly unitId?: string;
  readonly gridCode?: string;
  readonly categoryCode?: string;
  readonly registeredFrom?: string;
  readonly registeredTo?: string;
  readonly breached?: boolean;
}

/** The item a page begins after: its instant and its case. */
export type After = readonly [registeredAt: string, caseId: string];

/** A condition with a `?` for each of its values. */
type Condition = readonly [text: string, ...values: readonly unknown[]];

const MARKED = 'marks @> array[?]::text[]';

const FILTERS: { readonly [Name in keyof ListFilter]-?: string } = {
  status: 'status = ?',
  channel: 'channel = ?',
  sourceSystem: 'source_system = ?',
  externalTicketNo: 'external_ticket_no = ?',
  unitId: MARKED,
  gridCode: 'grid_code = ?',
  categoryCode: 'category_code = ?',
  registeredFrom: 'registered_at >= ?',
  registeredTo: 'registered_at < ?',
  breached: 'breached = ?',
};

const COLUMNS = `case_id as "caseId", case_no as "caseNo", status, round, level, channel, nature,
  source_system as "sourceSystem", external_ticket_no as "externalTicketNo", category_code as "categoryCode", grade,
  urgency, region_code as "regionCode", grid_code as "gridCode", lead_unit_id as "leadUnitId",
  registered_at as "registeredAt", due_at as "dueAt", breached, version`;

/** Reads the case list: what somebody may see of it, newest first. */
@Injectable()
export class CaseListQueries {
  constructor(private readonly database: Database) {}

  /** At most `limit` cases that fit. */
  async find(
    tenantId: string,
    sight: ListSight,
    {
      filter,
      after,
      limit,
    }: { readonly filter: ListFilter; readonly after: After | undefined; readonly limit: number },
  ): Promise<CaseListItemDto[]> {
    if (sight.of === 'NONE') return [];
    const conditions: Condition[] = [
      ['tenant_id = ?', tenantId],
      ...sightConditions(sight),
      ...filterConditions(filter),
      ...(after ? [['(registered_at, case_id) < (?, ?)', ...after] as const] : []),
    ];
    const { text, values } = joined(conditions);
    // Not prepared by name: the best plan hangs on the filters, and on how many cases a value stands for.
    return this.database.query<CaseListItemDto & Record<string, unknown>>(
      tenantId,
      `select ${COLUMNS} from intake.case_list where ${text}
        order by registered_at desc, case_id desc limit ${limit}`,
      values,
    );
  }
}

const filterConditions = (filter: ListFilter): Condition[] => {
  const { unitId, ...others } = filter;
  const mark = unitId === undefined ? {} : { unitId: markOf.liveUnit(unitId) };
  const given: Readonly<Record<string, unknown>> = { ...others, ...mark };
  return Object.entries(FILTERS).flatMap(([name, text]) =>
    given[name] === undefined ? [] : [[text, given[name]] as const],
  );
};

const NOT_ABOUT = 'not accused_unit_ids && ?::text[]';
const IN_GRID = `(grid_code = any (?::text[]) and ${NOT_ABOUT} or ${MARKED})`;

function sightConditions(sight: ListSight): Condition[] {
  if (sight.of === 'UNIT') return [unitCondition(sight.unitId, sight.territory)];
  if (sight.of === 'GRID') return [[IN_GRID, sight.gridCodes, sight.unitIds, markOf.reporter(sight.ref)]];
  if (sight.of === 'REPORTER') return [[MARKED, markOf.reporter(sight.ref)]];
  return sight.of === 'SOURCE' ? [['source_system = any (?::text[])', sight.sourceSystems]] : [];
}

const IN_TERRITORY = `(grid_code = any (?::text[])
  or region_code like ? and (grid_code is null or grid_code <> all (?::text[])))
  and ${NOT_ABOUT}`;

function unitCondition(unitId: string, territory: Territory | undefined): Condition {
  const known = markOf.knownToUnit(unitId);
  if (!territory) return [MARKED, known];
  const { regionPrefix, gridCodes, foreignGridCodes, unitIds } = territory;
  return [`(${MARKED} or ${IN_TERRITORY})`, known, gridCodes, `${regionPrefix}%`, foreignGridCodes, unitIds];
}

/** All of them, their values numbered through. */
function joined(conditions: readonly Condition[]): { text: string; values: unknown[] } {
  let place = 0;
  const text = conditions.map(([condition]) => condition.replaceAll('?', () => `$${(place += 1)}`)).join(' and ');
  return { text, values: conditions.flatMap(([, ...values]) => values) };
}
