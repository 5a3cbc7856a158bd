import { Database } from '@bihuan/event-store';
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
}

/** A crowded spot shows its newest cases; more nobody would look through. */
const MAX_NEIGHBOURS = 50;
const COLUMNS = `case_id as "caseId", like_system as "likeSystem", like_code as "likeCode", asset_code as "assetCode",
  lat_e6 as "latE6", lng_e6 as "lngE6", reported_at as "reportedAt"`;
const NEWEST = `order by registered_at desc limit ${MAX_NEIGHBOURS}`;

// Two queries in one, as each has an index of its own.
const NEIGHBOURS = `
  (select ${COLUMNS} from intake.case_list
    where tenant_id = $1 and is_open and case_id <> $2 and like_system = $3 and like_code = $4
      and lat_e6 between $5 and $6 and lng_e6 between $7 and $8
      and reported_at between $9::timestamptz - make_interval(hours => $10) and $9::timestamptz + make_interval(hours => $10)
    ${NEWEST})
  union
  (select ${COLUMNS} from intake.case_list
    where tenant_id = $1 and is_open and case_id <> $2 and asset_code = $11 ${NEWEST})`;

/**
 * Open cases near another. It reads the table of the case list: one of its own would be folded and written once more
 * for every event.
 */
@Injectable()
export class Neighbours {
  constructor(private readonly database: Database) {}

  /** More than fit rather than fewer: the rule measures. */
  async of(
    tenantId: string,
    { caseId, category, assetCode, spot, reportedAt }: Compared,
    { radiusM, hours }: { readonly radiusM: number; readonly hours: number },
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

const neighbourIn = ({ caseId, likeSystem, likeCode, assetCode, latE6, lngE6, reportedAt }: Row): Neighbour => ({
  caseId,
  category: likeSystem === null || likeCode === null ? null : { codeSystem: likeSystem, code: likeCode },
  assetCode,
  spot: latE6 === null || lngE6 === null ? null : { wgsLat: latE6 / E6, wgsLng: lngE6 / E6 },
  reportedAt,
});
