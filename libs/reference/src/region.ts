const LEVELS = [2, 4, 6, 9, 12];

/** The part of a region code that says something: `530303002000` → `530303002`. */
export function regionPart(regionCode: string): string {
  const length = LEVELS.find((size) => /^0*$/.test(regionCode.slice(size))) ?? regionCode.length;
  return regionCode.slice(0, length);
}

/** Whether the region lies in the other, or is it; `inside` and `outside` may be codes or beginnings of codes. */
export const isWithin = (inside: string, outside: string): boolean =>
  regionPart(inside).startsWith(regionPart(outside));

/** Code of the sub-district, town or township of a region; undefined when the region is wider. */
export const townshipOf = (regionCode: string): string | undefined => {
  const part = regionPart(regionCode);
  return part.length >= 9 ? `${part.slice(0, 9)}000` : undefined;
};
