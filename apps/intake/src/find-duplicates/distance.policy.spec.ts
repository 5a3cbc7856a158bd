import { distanceM, reachOf } from './distance.policy.js';

const here = { wgsLng: 103.82, wgsLat: 25.6 };

describe('the distance between two reports', () => {
  // One degree of a great circle is 111 195.08 m on the mean sphere; the second figure is by the law of cosines.
  it.each([
    ['one degree of latitude', { wgsLng: 103.82, wgsLat: 26.6 }, 111_195.08],
    ['one degree of longitude along the parallel', { wgsLng: 104.82, wgsLat: 25.6 }, 100_279.1],
    ['the same point', here, 0],
    ['50 m to the north', { wgsLng: 103.82, wgsLat: 25.60044966 }, 50],
  ])('is right for %s', (_, there, metres) => {
    expect(distanceM(here, there)).toBeCloseTo(metres, 1);
  });

  it('is the same from either end', () => {
    const there = { wgsLng: 103.8203, wgsLat: 25.6004 };
    expect(distanceM(here, there)).toBe(distanceM(there, here));
  });

  it.each([
    ['in the south of the country', { wgsLng: 110, wgsLat: 3.5 }],
    ['in the north of the country', { wgsLng: 123, wgsLat: 53.5 }],
  ])('never leaves the box that is searched %s', (_, spot) => {
    const { lat, lng } = reachOf(spot, 50);
    expect(distanceM(spot, { wgsLng: spot.wgsLng + lng, wgsLat: spot.wgsLat })).toBeGreaterThanOrEqual(50);
    expect(distanceM(spot, { wgsLng: spot.wgsLng, wgsLat: spot.wgsLat + lat })).toBeCloseTo(50, 6);
  });
});
