export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

// The one spelling of an instant in events: UTC, with milliseconds, so that texts sort as instants do.
const INSTANT = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
// A fixed offset of a zone, at most that of the outermost zones in use.
const OFFSET = /^[+-](?:0\d|1[0-4]):[0-5]\d$/;

const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const two = (value: number): string => TWO_DIGITS[value] ?? String(value);

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
};

/**
 * Day number of a civil date, 0 on 1970-01-01.
 * Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil; eras of 400 years, years from March.
 */
const dayNumber = (year: number, month: number, day: number): number => {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
};

/** The inverse: civil_from_days of the same source. */
const civilOf = (dayNo: number): { year: number; month: number; day: number } => {
  const shifted = dayNo + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
};

const dateAt = (text: string): number => {
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const dayNo = dayNumber(digits(text, 0, 4), month, day);
  // Only dates late in a month can fail to exist, and only for them is the way back worth its time.
  const exists = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || civilOf(dayNo).day === day);
  return exists ? dayNo : NaN;
};

/** Day number of `YYYY-MM-DD`, 0 on 1970-01-01. @throws RangeError when it is no date. */
export const dayOf = (date: string): number => {
  const dayNo = DATE.test(date) ? dateAt(date) : NaN;
  if (Number.isNaN(dayNo)) throw new RangeError(`not a civil date: ${date}`);
  return dayNo;
};

/** `YYYY-MM-DD` of a day number. */
export const dateOf = (dayNo: number): string => {
  const { year, month, day } = civilOf(dayNo);
  return `${two(Math.floor(year / 100))}${two(year % 100)}-${two(month)}-${two(day)}`;
};

/** Civil year of a day number. */
export const yearOf = (dayNo: number): number => civilOf(dayNo).year;

/** Day number of the first of January. */
export const newYearOf = (year: number): number => dayNumber(year, 1, 1);

/** Saturday or Sunday; day 0 was a Thursday. */
export const isWeekend = (dayNo: number): boolean => ((((dayNo + 4) % 7) + 7) % 7) % 6 === 0;

/** Milliseconds since 1970 of an instant. @throws RangeError unless it reads `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export const parseInstant = (instant: string): number => {
  const dayNo = INSTANT.test(instant) ? dateAt(instant) : NaN;
  if (Number.isNaN(dayNo)) throw new RangeError(`not an instant: ${instant}`);
  const seconds = digits(instant, 11, 13) * 3_600 + digits(instant, 14, 16) * 60 + digits(instant, 17, 19);
  return dayNo * DAY_MS + seconds * SECOND_MS + digits(instant, 20, 23);
};

/** `YYYY-MM-DDTHH:mm:ss.sssZ` of milliseconds since 1970. */
export const formatInstant = (ms: number): string => {
  const dayNo = Math.floor(ms / DAY_MS);
  const ofDay = ms - dayNo * DAY_MS;
  const seconds = Math.floor(ofDay / SECOND_MS);
  const clock = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dateOf(dayNo)}T${clock}.${String(ofDay % SECOND_MS).padStart(3, '0')}Z`;
};

/** Milliseconds after midnight of `HH:mm`, up to `24:00`. */
export const parseWallTime = (time: string): number => digits(time, 0, 2) * HOUR_MS + digits(time, 3, 5) * MINUTE_MS;

/** Milliseconds that a fixed offset `±hh:mm` lies ahead of UTC. @throws RangeError when it is none. */
export const parseOffset = (offset: string): number => {
  if (!OFFSET.test(offset)) throw new RangeError(`not a fixed UTC offset: ${offset}`);
  const ahead = parseWallTime(offset.slice(1));
  return offset.startsWith('-') ? -ahead : ahead;
};
