import { Database } from '@bihuan/event-store';
import type { Trigger } from '@bihuan/kernel';
import { Injectable } from '@nestjs/common';
import { reachOf, type Spot } from './distance.policy.js';
import type { Neighbour } from './find-duplicates.decider.js';

/** What a case is compared by; what is not there finds nothing. */
export interface Compared {
  readonly caseId: string;
  readonly category: Neighbour['category'];
  readonly assetCode: string | null;
  readonly spot: Spot | null;
  readonly reportedAt: string;
}

interface Row extends Record<string, unknown> {
  readonly caseId: string;
  readonly likeSystem: string | null;
  readonly likeCode: string | null;
  readonly assetCode: string | null;
  readonly latE6: number | null;
  readonly lngE6: number | null;
  readonly reportedAt: string;
  readonly registeredAtPosition: number;
}

/** A crowded spot shows its newest cases; more nobody would look through. */
const MAX_NEIGHBOURS = 50;
const COLUMNS = `stream_id, registered_at, case_id, like_system, like_code, asset_code, lat_e6, lng_e6, reported_at`;
// A case that came before the trigger may be stamped later, by what an append may wait (10 s) and clocks may differ (1 s).
const NEWEST = `and ($12::timestamptz is null or registered_at < $12::timestamptz + interval '15 seconds')
    order by registered_at desc limit ${MAX_NEIGHBOURS}`;

// Two queries in one, as each has an index of its own; then which of them came before position $13.
const NEIGHBOURS = `
  select n.case_id as "caseId", like_system as "likeSystem", like_code as "likeCode", asset_code as "assetCode",
      lat_e6 as "latE6", lng_e6 as "lngE6", reported_at as "reportedAt", e.position as "registeredAtPosition"
    from (
      (select ${COLUMNS} from intake.case_list
        where tenant_id = $1 and is_open and case_id <> $2 and like_system = $3 and like_code = $4
          and lat_e6 between $5 and $6 and lng_e6 between $7 and $8
          and reported_at between $9::timestamptz - make_interval(hours => $10)
            and $9::timestamptz + make_interval(hours => $10)
        ${NEWEST})
      union
      (select ${COLUMNS} from intake.case_list
        where tenant_id = $1 and is_open and case_id <> $2 and asset_code = $11 ${NEWEST})) n
    cross join lateral (
      select position from ledger.events
       where tenant_id = $1 and stream_id = n.stream_id and version = 1 limit 1) e
   where $13::int8 is null or e.position < $13
   order by n.registered_at desc, n.case_id desc`;

/**
 * Open cases near another. It reads the table of the case list: one of its own would be folded and written once more
 * for every event.
 */
@Injectable()
export class Neighbours {
  constructor(private readonly database: Database) {}

  /** Newest first; those registered before the trigger only. More than fit rather than fewer: the rule measures. */
  async of(
    tenantId: string,
    { caseId, category, assetCode, spot, reportedAt }: Compared,
    { radiusM, hours }: { readonly radiusM: number; readonly hours: number },
    trigger: Trigger | undefined,
  ): Promise<Neighbour[]> {
    const [rows = []] = await this.database.queries<Row>(tenantId, [
      {
        name: 'neighbours',
        text: NEIGHBOURS,
        values: [
          tenantId,
          caseId,
          category?.codeSystem ?? null,
          category?.code ?? null,
          ...boxOf(spot, radiusM),
          reportedAt,
          hours,
          assetCode,
          trigger?.recordedAt ?? null,
          trigger?.position ?? null,
        ],
      },
    ]);
    return rows.map(neighbourIn);
  }
}

const E6 = 1_000_000;

/** South, north, west and east of the spot in millionths of a degree, rounded outwards. */
function boxOf(spot: Spot | null, radiusM: number): readonly (number | null)[] {
  if (!spot) return [null, null, null, null];
  const { lat, lng } = reachOf(spot, radiusM);
  return [
    Math.floor((spot.wgsLat - lat) * E6),
    Math.ceil((spot.wgsLat + lat) * E6),
    Math.floor((spot.wgsLng - lng) * E6),
    Math.ceil((spot.wgsLng + lng) * E6),
  ];
}

function neighbourIn({ caseId, assetCode, reportedAt, registeredAtPosition, ...row }: Row): Neighbour {
  const { likeSystem, likeCode, latE6, lngE6 } = row;
  return {
    caseId,
    category: likeSystem === null || likeCode === null ? null : { codeSystem: likeSystem, code: likeCode },
    assetCode,
    spot: latE6 === null || lngE6 === null ? null : { wgsLat: latE6 / E6, wgsLng: lngE6 / E6 },
    reportedAt,
    registeredAtPosition,
  };
}
