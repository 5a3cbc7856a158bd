import { inWgs84 } from './wgs84.edge.js';

describe('a pair of coordinates in WGS-84', () => {
  // Vectors of domain/channels.md §6, degrees.
  it.each([
    ['GCJ02', 116.404, 39.915, 116.397756, 39.913596],
    ['GCJ02', 103.82, 25.6, 103.81801, 25.603081],
    ['WGS84', 103.82, 25.6, 103.82, 25.6],
    ['CGCS2000', 103.82, 25.6, 103.82, 25.6],
  ] as const)('of %s %d %d is %d %d', (...vector) => {
    const [datum, lng, lat, wgsLng, wgsLat] = vector;
    const told = inWgs84(lng, lat, datum);
    expect(Math.abs(told.lng - wgsLng)).toBeLessThan(1e-6);
    expect(Math.abs(told.lat - wgsLat)).toBeLessThan(1e-6);
  });

  it('goes by GCJ-02 for BD-09, to the metre', () => {
    const told = inWgs84(116.410369, 39.921337, 'BD09');
    const direct = inWgs84(116.404, 39.915, 'GCJ02');
    expect(Math.abs(told.lng - direct.lng) + Math.abs(told.lat - direct.lat)).toBeLessThan(2e-5);
  });
});
