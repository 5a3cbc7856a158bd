import type { Datum } from '@bihuan/case';
import gcoord, { type CRSTypes, type Position } from 'gcoord';

// Its types name a default export; what Node loads is the object itself.
const { transform, WGS84, GCJ02, BD09 } = { ...gcoord.default, ...gcoord };
/** CGCS2000 differs from WGS-84 by centimetres and is taken as the same (channels.md §6). */
const SYSTEMS: Readonly<Record<Datum, CRSTypes>> = { WGS84, CGCS2000: WGS84, GCJ02, BD09 };

/** The pair in WGS-84, degrees. GCJ-02 and BD-09 are public approximations: right to a metre or so. */
export function inWgs84(lng: number, lat: number, datum: Datum): { lng: number; lat: number } {
  const [wgsLng = lng, wgsLat = lat] = transform<Position>([lng, lat], SYSTEMS[datum], WGS84);
  return { lng: wgsLng, lat: wgsLat };
}
