import { z } from 'zod';

/** Shape of {@link Claimed}, as it is kept. */
export const claimed = z.strictObject({
  /** `2025-08-07T15:19:00`, in the camera's zone; with an offset behind it where the camera wrote one. */
  takenAt: z.string().exactOptional(),
  /** Degrees, 6 decimals, WGS-84. */
  position: z.strictObject({ lng: z.number(), lat: z.number(), datum: z.literal('WGS84') }).exactOptional(),
});

/** What a photo says of itself. A claim: shown as one, never used by clocks or routing (channels.md §5). */
export type Claimed = Readonly<z.infer<typeof claimed>>;

// A photo has about ten segments before its picture and about forty entries a directory; more is an attack or garbage.
const MAX_SEGMENTS = 64;
const MAX_ENTRIES = 512;
const ENTRY_BYTES = 12;
const MARKER = { start: 0xffd8, exif: 0xffe1, scan: 0xffda };
const TAG = { exif: 0x8769, gps: 0x8825, takenAt: 0x9003, offset: 0x9011, latRef: 1, lat: 2, lngRef: 3, lng: 4 };

/** Reads claimed time and place from the first bytes of a JPEG (Exif 2.32). Damaged or absent is `{}`, never an error. */
export function claimedOf(jpeg: Buffer): Claimed {
  try {
    const tiff = exifOf(jpeg);
    return tiff ? claimsIn(tiff) : {};
  } catch (error) {
    // Every read outside the bytes ends here: an offset that leads nowhere.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function exifOf(jpeg: Buffer): Buffer | undefined {
  const view = viewOf(jpeg);
  if (view.getUint16(0) !== MARKER.start) return undefined;
  let at = 2;
  for (let segment = 0; segment < MAX_SEGMENTS; segment += 1) {
    const [marker, length] = [view.getUint16(at), view.getUint16(at + 2)];
    if (marker < 0xff01 || marker === MARKER.scan || length < 2) return undefined;
    const body = jpeg.subarray(at + 4, at + 2 + length);
    if (marker === MARKER.exif && body.toString('latin1', 0, 6) === 'Exif\0\0') return body.subarray(6);
    at += 2 + length;
  }
  return undefined;
}

function claimsIn(tiff: Buffer): Claimed {
  const file = new Tiff(tiff);
  const root = file.directory(file.u32(4));
  const [exif, gps] = [file.pointer(root.get(TAG.exif)), file.pointer(root.get(TAG.gps))];
  const takenAt = exif && takenAtIn(file, exif);
  const position = gps && positionIn(file, gps);
  return { ...(takenAt === undefined ? {} : { takenAt }), ...(position ? { position } : {}) };
}

function takenAtIn(file: Tiff, exif: Directory): string | undefined {
  const told = /^(\d{4}):(0[1-9]|1[0-2]):([0-2]\d|3[01]) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(
    file.text(exif.get(TAG.takenAt), 19),
  );
  if (!told) return undefined;
  const [, year, month, day, hour, minute, second] = told;
  const offset = /^[+-](?:0\d|1[0-4]):[0-5]\d$/.exec(file.text(exif.get(TAG.offset), 6))?.[0] ?? '';
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}

function positionIn(file: Tiff, gps: Directory): Claimed['position'] {
  const lat = file.degrees(gps.get(TAG.lat)) * (file.text(gps.get(TAG.latRef), 1) === 'S' ? -1 : 1);
  const lng = file.degrees(gps.get(TAG.lng)) * (file.text(gps.get(TAG.lngRef), 1) === 'W' ? -1 : 1);
  // Written so that NaN, the answer of a missing or unfinished entry, is outside too.
  if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return undefined;
  return { lng: Math.round(lng * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6, datum: 'WGS84' };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);

/** Where the entry of a tag lies. */
type Directory = ReadonlyMap<number, number>;

/** Reads follow one pointer from one directory at most, so no chain of offsets can make a loop. */
class Tiff {
  private readonly view: DataView;
  private readonly isLittleEndian: boolean;

  constructor(private readonly bytes: Buffer) {
    this.view = viewOf(bytes);
    this.isLittleEndian = bytes.toString('latin1', 0, 2) === 'II';
  }

  u16(at: number): number {
    return this.view.getUint16(at, this.isLittleEndian);
  }

  u32(at: number): number {
    return this.view.getUint32(at, this.isLittleEndian);
  }

  directory(at: number): Directory {
    const entries = Math.min(this.u16(at), MAX_ENTRIES);
    const places = Array.from({ length: entries }, (_, index) => at + 2 + index * ENTRY_BYTES);
    return new Map(places.map((place) => [this.u16(place), place]));
  }

  pointer(entry: number | undefined): Directory | undefined {
    return entry === undefined ? undefined : this.directory(this.u32(entry + 8));
  }

  /** Up to `length` characters; up to four lie in the entry itself. */
  text(entry: number | undefined, length: number): string {
    if (entry === undefined) return '';
    const at = this.u32(entry + 4) <= 4 ? entry + 8 : this.u32(entry + 8);
    return this.bytes.toString('latin1', at, at + length);
  }

  /** Degrees, minutes, seconds as fractions; NaN when there are none. */
  degrees(entry: number | undefined): number {
    if (entry === undefined) return NaN;
    const at = this.u32(entry + 8);
    const [degrees = NaN, minutes = NaN, seconds = NaN] = [0, 8, 16].map(
      (by) => this.u32(at + by) / this.u32(at + by + 4),
    );
    return degrees + minutes / 60 + seconds / 3600;
  }
}
