/** The tenant has no calendar for a year that a count needs; the caller refuses with `calendar-missing`. */
export class CalendarMissing extends Error {
  override readonly name = 'CalendarMissing';

  constructor(
    readonly calendarId: string,
    readonly year: number,
  ) {
    super(`calendar ${calendarId} has no year ${year}`);
  }
}
