/** A stretch of a working day, local wall time `HH:mm`, closed on the left, open on the right; `24:00` ends a day. */
export interface Segment {
  readonly from: string;
  readonly to: string;
}

/** 作息: working hours, the same every working day unless a season says else. */
export interface WorkingHours {
  /** In order, without overlap. */
  readonly segments: readonly Segment[];
  /** Months-and-days `MM-DD`, both included, in which other segments hold. */
  readonly seasons: readonly { readonly from: string; readonly to: string; readonly segments: readonly Segment[] }[];
}

/** One published year of a calendar: which days are off, which weekend days are worked (调休). */
export interface CalendarYear {
  readonly year: number;
  /** Where it was announced, as a code. */
  readonly source: string;
  /** Civil dates `YYYY-MM-DD`, sorted. */
  readonly off: readonly string[];
  readonly makeUp: readonly string[];
}

/** What a count rests on: the years known, the hours, the fixed UTC offset. Plain data, kept by version. */
export interface Calendar {
  readonly calendarId: string;
  readonly calendarVersion: number;
  /** Oldest first, without a gap. */
  readonly years: readonly CalendarYear[];
  readonly workingHours: WorkingHours;
  readonly workingMinutesPerDay: number;
  /** Fixed, `±hh:mm`; a zone with daylight saving is refused when settings are published. */
  readonly utcOffset: string;
  /** What a count does in a year that is not known. */
  readonly missingCalendar: 'PROVISIONAL' | 'REFUSE';
}
