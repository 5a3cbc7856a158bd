import fc from 'fast-check';
import { claimed, type Claimed, claimedOf } from './exif.js';

type Endian = 'LE' | 'BE';
type Entry = readonly [tag: number, type: number, count: number, value: Buffer];

const u16 = (value: number, endian: Endian): Buffer => {
  const bytes = Buffer.alloc(2);
  return (endian === 'LE' ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value), bytes);
};
const u32 = (value: number, endian: Endian): Buffer => {
  const bytes = Buffer.alloc(4);
  return (endian === 'LE' ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value), bytes);
};
const ascii = (tag: number, text: string): Entry => [tag, 2, text.length + 1, Buffer.from(`${text}\0`, 'latin1')];
const fractions = (tag: number, endian: Endian, ...parts: readonly (readonly [number, number])[]): Entry => [
  tag,
  5,
  parts.length,
  Buffer.concat(parts.flatMap(([over, under]) => [u32(over, endian), u32(under, endian)])),
];

/** A directory at `at`; values longer than four bytes follow it. */
const directory = (at: number, endian: Endian, entries: readonly Entry[]): Buffer => {
  let free = at + 2 + entries.length * 12 + 4;
  const rows = entries.map(([tag, type, count, value]) => {
    const inline = value.length <= 4;
    const place = inline ? Buffer.concat([value, Buffer.alloc(4 - value.length)]) : u32(free, endian);
    free += inline ? 0 : value.length;
    return Buffer.concat([u16(tag, endian), u16(type, endian), u32(count, endian), place]);
  });
  const long = entries.filter(([, , , value]) => value.length > 4).map(([, , , value]) => value);
  return Buffer.concat([u16(entries.length, endian), ...rows, u32(0, endian), ...long]);
};

const photo = (endian: Endian, exif: readonly Entry[], gps: readonly Entry[]): Buffer => {
  const exifAt = 8 + 2 + 2 * 12 + 4;
  const exifDirectory = directory(exifAt, endian, exif);
  const gpsAt = exifAt + exifDirectory.length;
  const tiff = Buffer.concat([
    Buffer.from(endian === 'LE' ? 'II' : 'MM'),
    u16(42, endian),
    u32(8, endian),
    directory(8, endian, [
      [0x8769, 4, 1, u32(exifAt, endian)],
      [0x8825, 4, 1, u32(gpsAt, endian)],
    ]),
    exifDirectory,
    directory(gpsAt, endian, gps),
  ]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const thumbnail = Buffer.from([0xff, 0xe0, 0x00, 0x04, 0x4a, 0x46]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    thumbnail,
    Buffer.from([0xff, 0xe1]),
    u16(body.length + 2, 'BE'),
    body,
  ]);
};

const gpsOf = (endian: Endian, latRef = 'N', lngRef = 'E'): readonly Entry[] => [
  ascii(1, latRef),
  fractions(2, endian, [25, 1], [36, 1], [108, 100]),
  ascii(3, lngRef),
  fractions(4, endian, [103, 1], [49, 1], [1956, 100]),
];
const manhole = photo('LE', [ascii(0x9003, '2025:08:07 15:19:00'), ascii(0x9011, '+08:00')], gpsOf('LE'));
const whole: Claimed = {
  takenAt: '2025-08-07T15:19:00+08:00',
  position: { lng: 103.8221, lat: 25.6003, datum: 'WGS84' },
};

const isClaim = (claim: Claimed): boolean => claimed.safeParse(claim).success;

describe('what a photo claims of itself', () => {
  it('is the time and the place its camera wrote', () => {
    expect(claimedOf(manhole)).toEqual(whole);
  });

  it('is read in either byte order', () => {
    const taken = [ascii(0x9003, '2025:08:07 15:19:00'), ascii(0x9011, '+08:00')];
    expect(claimedOf(photo('BE', taken, gpsOf('BE')))).toEqual(whole);
  });

  it('is a local time where the camera wrote no offset', () => {
    expect(claimedOf(photo('LE', [ascii(0x9003, '2025:08:07 15:19:00')], []))).toEqual({
      takenAt: '2025-08-07T15:19:00',
    });
  });

  it('may lie south and west', () => {
    expect(claimedOf(photo('LE', [], gpsOf('LE', 'S', 'W'))).position).toEqual({
      lng: -103.8221,
      lat: -25.6003,
      datum: 'WGS84',
    });
  });

  it.each([
    ['a camera without a clock', photo('LE', [ascii(0x9003, '0000:00:00 00:00:00')], [])],
    ['a camera that wrote spaces', photo('LE', [ascii(0x9003, '    :  :     :  :  ')], [])],
    [
      'a receiver without a fix',
      photo('LE', [], [fractions(2, 'LE', [0, 0], [0, 0], [0, 0]), fractions(4, 'LE', [0, 0], [0, 0], [0, 0])]),
    ],
    [
      'a place that is none',
      photo('LE', [], [fractions(2, 'LE', [95, 1], [0, 1], [0, 1]), fractions(4, 'LE', [1, 1], [0, 1], [0, 1])]),
    ],
    ['a latitude alone', photo('LE', [], [fractions(2, 'LE', [25, 1], [0, 1], [0, 1])])],
    ['a photo without Exif', Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0])],
    ['a picture of another type', Buffer.from('GIF89a..........')],
    ['nothing', Buffer.alloc(0)],
  ])('is nothing: %s', (_, bytes) => {
    expect(claimedOf(bytes)).toEqual({});
  });

  it('is nothing when a directory points at itself', () => {
    const looped = Buffer.from(manhole);
    looped.writeUInt32LE(8, looped.indexOf(Buffer.from([0x69, 0x87])) + 8);
    expect(claimedOf(looped)).toEqual({ position: whole.position });
  });

  it('never fails, however the photo was cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: manhole.length }), (length) => isClaim(claimedOf(manhole.subarray(0, length)))),
    );
  });

  it('never fails, whatever bytes were changed', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: manhole.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 });
    fc.assert(
      fc.property(changes, (bytes) => {
        const damaged = Buffer.from(manhole);
        bytes.forEach(([at, byte]) => damaged.writeUInt8(byte, at));
        return isClaim(claimedOf(damaged));
      }),
      { numRuns: 2000 },
    );
  });

  it('never fails, whatever the bytes behind the header are', () => {
    const header = manhole.subarray(0, 18);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (rest) => isClaim(claimedOf(Buffer.concat([header, rest])))),
    );
  });
});
