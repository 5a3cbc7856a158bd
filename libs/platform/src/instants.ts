const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const CIVIL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether `YYYY-MM-DD` names a day that the calendar has. */
export function isCivilDate(text: string): boolean {
  const [, year, month, day] = CIVIL_DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined || year === '0000') return false;
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return month >= '01' && month <= '12' && day >= '01' && Number(day) <= last;
}

/**
 * An instant with its offset (RFC 3339) as UTC with milliseconds, further digits cut; undefined when it is none. Leap
 * seconds are none: no clock of ours can show one.
 */
export function utcInstant(text: string): string | undefined {
  const [, date, hour, minute, second, fraction = '', sign, offsetHours, offsetMinutes] = RFC_3339.exec(text) ?? [];
  if (date === undefined || !isCivilDate(date)) return undefined;
  const ms = fraction.slice(0, 3).padEnd(3, '0');
  const offset = sign === undefined ? 'Z' : `${sign}${offsetHours}:${offsetMinutes}`;
  const instant = new Date(`${date}T${hour}:${minute}:${second}.${ms}${offset}`).toISOString();
  // An offset may carry it out of the four-digit years, where instants no longer sort as text.
  return /^(?!0000)\d{4}-/.test(instant) ? instant : undefined;
}

const DURATION =
  /^P(?=[\dT])(?:(\d{1,6})W|(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.(\d{1,3}))?S)?)?)$/;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An ISO-8601 duration of weeks, days, hours, minutes and seconds in milliseconds; years and months have no fixed length. */
export function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (parts === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 6).map((part) => Number(part ?? 0));
  const ms = Number((parts[6] ?? '').padEnd(3, '0'));
  return weeks * 7 * DAY_MS + days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + ms;
}
