/** WGS-84, degrees. */
export interface Spot {
  readonly wgsLng: number;
  readonly wgsLat: number;
}

/** Mean radius of the earth (IUGG R1), metres (channels.md §6). */
const EARTH_RADIUS_M = 6_371_008.8;
const inRadians = (degrees: number): number => (degrees * Math.PI) / 180;
const inDegrees = (radians: number): number => (radians * 180) / Math.PI;

/** Great-circle distance in metres, by the haversine formula: exact for points that almost coincide. */
export function distanceM(one: Spot, other: Spot): number {
  const [latitude, otherLatitude] = [inRadians(one.wgsLat), inRadians(other.wgsLat)];
  const acrossLat = Math.sin((otherLatitude - latitude) / 2) ** 2;
  const acrossLng = Math.sin(inRadians(other.wgsLng - one.wgsLng) / 2) ** 2;
  const haversine = acrossLat + Math.cos(latitude) * Math.cos(otherLatitude) * acrossLng;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** How far apart in degrees two points within `radiusM` of each other lie at most, here. */
export function reachOf({ wgsLat }: Spot, radiusM: number): { readonly lat: number; readonly lng: number } {
  const lat = inDegrees(radiusM / EARTH_RADIUS_M);
  // A parallel is the shorter, the farther from the equator; the country ends long before the pole.
  return { lat, lng: lat / Math.cos(inRadians(Math.abs(wgsLat) + lat)) };
}
