const MIB = 1024 * 1024;

/** What is accepted, with its limit in bytes (channels.md §5). */
export const MEDIA_TYPES = {
  'image/jpeg': 20 * MIB,
  'image/png': 20 * MIB,
  'image/webp': 20 * MIB,
  'image/heic': 20 * MIB,
  'video/mp4': 100 * MIB,
  'audio/amr': 20 * MIB,
  'audio/mpeg': 20 * MIB,
  'application/pdf': 20 * MIB,
} as const;

/** One of {@link MEDIA_TYPES}. */
export type MediaType = keyof typeof MEDIA_TYPES;

// The shortest prefix that tells every type apart: a `ftyp` box with one brand.
const HEAD_BYTES = 12;
const FIRST_BRAND_AT = 8;
const FIRST_COMPATIBLE_AT = 16;
// A `ftyp` box of a real file names a handful of brands; a longer one is not read to its end.
const MAX_FTYP_BYTES = 256;

const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis']);
const MP4_BRANDS = new Set([
  'isom',
  'iso2',
  'iso3',
  'iso4',
  'iso5',
  'iso6',
  'mp41',
  'mp42',
  'avc1',
  'M4V ',
  'MSNV',
  'mmp4',
]);

const ascii = (head: Buffer, from: number, to: number): string => head.toString('latin1', from, to);
const startsWith =
  (...bytes: readonly number[]) =>
  (head: Buffer): boolean =>
    bytes.every((byte, at) => head[at] === byte);

const SIGNS: readonly (readonly [MediaType, (head: Buffer) => boolean])[] = [
  ['image/jpeg', startsWith(0xff, 0xd8, 0xff)],
  ['image/png', startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/webp', (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP'],
  ['image/heic', (head) => brandsOf(head).some((brand) => HEIC_BRANDS.has(brand))],
  ['video/mp4', (head) => MP4_BRANDS.has(brandsOf(head)[0] ?? '')],
  ['audio/amr', (head) => /^#!AMR(?:-WB)?\n/.test(ascii(head, 0, 9))],
  ['audio/mpeg', (head) => ascii(head, 0, 3) === 'ID3' || isMp3Frame(head)],
  ['application/pdf', (head) => ascii(head, 0, 5) === '%PDF-'],
];

/** The type of a file by its first bytes; undefined when it is none of ours. What its name says does not count. */
export function mediaTypeOf(head: Buffer): MediaType | undefined {
  if (head.length < HEAD_BYTES) return undefined;
  return SIGNS.find(([, isOf]) => isOf(head))?.[0];
}

/** Major brand first, then the compatible ones; none when it is no ISO base media file (ISO/IEC 14496-12 §4.3). */
function brandsOf(head: Buffer): string[] {
  if (ascii(head, 4, 8) !== 'ftyp') return [];
  const end = Math.min(head.readUInt32BE(0), head.length, MAX_FTYP_BYTES);
  const brands = [ascii(head, FIRST_BRAND_AT, FIRST_BRAND_AT + 4)];
  for (let at = FIRST_COMPATIBLE_AT; at + 4 <= end; at += 4) brands.push(ascii(head, at, at + 4));
  return brands;
}

/** A frame header of MPEG audio, layer III (ISO/IEC 11172-3 §2.4.2.3), with no reserved value in it. */
function isMp3Frame(head: Buffer): boolean {
  const header = head.readUInt32BE(0);
  const [sync, version, layer] = [header >>> 21, (header >>> 19) & 3, (header >>> 17) & 3];
  const [bitrate, sampling] = [(header >>> 12) & 15, (header >>> 10) & 3];
  return sync === 0x7ff && version !== 1 && layer === 1 && bitrate !== 0 && bitrate !== 15 && sampling !== 3;
}
