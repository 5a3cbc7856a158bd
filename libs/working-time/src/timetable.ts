import type { Calendar } from './calendar.js';
import { CalendarMissing } from './calendar-missing.js';
import {
  DAY_MS,
  dateOf,
  dayOf,
  formatInstant,
  isWeekend,
  newYearOf,
  parseInstant,
  parseOffset,
  yearOf,
} from './civil-time.js';
import { type DayHours, hoursByMonthDay, momentExceeding, momentReaching, workUntil } from './working-hours.js';

/** What a day is: the first two are worked. */
export type DayKind = 'WORKING' | 'MAKE_UP' | 'WEEKEND' | 'HOLIDAY';

// Holidays whose date no notice can move (全国年节及纪念日放假办法); they hold in a year that is not announced yet.
const FIXED_HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '05-01', '10-01', '10-02', '10-03']);

// A bound for the table, not for offices: so far ahead a date is a slip of the pen and a calendar is missing.
const PROVISIONAL_YEARS = 200;

/** First place in [low, high) of an ascending list that holds at least the value; high when none does. */
const firstReaching = (list: readonly number[], value: number, low: number, high: number): number => {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle] ?? Infinity) < value) from = middle + 1;
    else to = middle;
  }
  return from;
};

/**
 * A calendar as running sums by day, so that a count is a subtraction and not a walk. All instants are local
 * milliseconds: as if the tenant's wall clock were UTC. Years are laid out when first asked for.
 */
export class Timetable {
  readonly offsetMs: number;
  private readonly firstDay: number;
  private readonly firstUnknownDay: number;
  private readonly horizon: number;
  private readonly off: ReadonlySet<number>;
  private readonly makeUp: ReadonlySet<number>;
  private readonly hoursOn: (monthDay: string) => DayHours;
  private readonly kinds: DayKind[] = [];
  private readonly hours: DayHours[] = [];
  private readonly workingDays: number[] = [];
  /** Working days and working milliseconds before each day. */
  private readonly daysBefore: number[] = [0];
  private readonly msBefore: number[] = [0];

  constructor(private readonly calendar: Calendar) {
    const { years, workingHours, utcOffset, missingCalendar } = calendar;
    const first = years.at(0)?.year;
    const last = years.at(-1)?.year;
    this.offsetMs = parseOffset(utcOffset);
    this.firstDay = first === undefined ? Infinity : newYearOf(first);
    this.firstUnknownDay = last === undefined ? Infinity : newYearOf(last + 1);
    this.horizon =
      last === undefined || missingCalendar === 'REFUSE'
        ? this.firstUnknownDay
        : newYearOf(last + 1 + PROVISIONAL_YEARS);
    this.off = new Set(years.flatMap(({ off }) => off.map(dayOf)));
    this.makeUp = new Set(years.flatMap(({ makeUp }) => makeUp.map(dayOf)));
    this.hoursOn = hoursByMonthDay(workingHours);
  }

  localOf(instant: string): number {
    return parseInstant(instant) + this.offsetMs;
  }

  instantOf(localMs: number): string {
    return formatInstant(localMs - this.offsetMs);
  }

  /** Of years that nobody has announced; a count that rests on such a day is provisional. */
  isUnannounced(day: number): boolean {
    return day >= this.firstUnknownDay;
  }

  /** @throws CalendarMissing for a day before the first calendar year. */
  refuseBeforeFirstYear(day: number): void {
    if (day < this.firstDay) throw new CalendarMissing(this.calendar.calendarId, yearOf(day));
  }

  kindOf(day: number): DayKind {
    return this.kinds[this.placeOf(day)] ?? 'HOLIDAY';
  }

  isWorking(day: number): boolean {
    return this.workingDaysUpTo(day) > this.workingDaysUpTo(day, 0);
  }

  hoursOf(day: number): DayHours {
    return this.hours[this.placeOf(day)] ?? this.hoursOn('');
  }

  /** Working days d with from < d ≤ to; negative when to lies before from. */
  workingDaysBetween(from: number, to: number): number {
    return this.workingDaysUpTo(to) - this.workingDaysUpTo(from);
  }

  /** The nth working day after a day, which need not be one. */
  nthWorkingDayAfter(day: number, nth: number): number {
    return this.workingDayAt(this.workingDaysUpTo(day) + nth - 1);
  }

  /** The nth working day before a day, which need not be one. */
  nthWorkingDayBefore(day: number, nth: number): number {
    return this.workingDayAt(this.workingDaysUpTo(day, 0) - nth);
  }

  /** The day itself when it is worked, else the next that is. */
  workingDayFrom(day: number): number {
    return this.workingDayAt(this.workingDaysUpTo(day, 0));
  }

  workBetween(fromMs: number, toMs: number): number {
    return this.workUpTo(toMs) - this.workUpTo(fromMs);
  }

  /** The first instant by which so much work is done; the end of a segment, never the next opening. */
  rollForward(fromMs: number, workMs: number): number {
    if (workMs <= 0) return fromMs;
    const target = this.workUpTo(fromMs) + workMs;
    while ((this.msBefore.at(-1) ?? 0) < target) this.layOutNextYear();
    const after = firstReaching(
      this.msBefore,
      target,
      this.placeOf(Math.floor(fromMs / DAY_MS)) + 1,
      this.msBefore.length,
    );
    return this.momentOn(after - 1, target, momentReaching);
  }

  /** The last instant from which so much work is still to be done; an opening, never the end before it. */
  rollBack(fromMs: number, workMs: number): number {
    const target = this.workUpTo(fromMs) - workMs;
    if (target < 0) this.refuseBeforeFirstYear(this.firstDay - 1);
    // Whole milliseconds, so exceeding the target is reaching one more.
    return this.momentOn(
      firstReaching(this.msBefore, target + 1, 1, this.msBefore.length) - 1,
      target,
      momentExceeding,
    );
  }

  private momentOn(place: number, target: number, find: (hours: DayHours, workMs: number) => number): number {
    const day = this.firstDay + place;
    return day * DAY_MS + find(this.hoursOf(day), target - (this.msBefore[place] ?? 0));
  }

  private workUpTo(localMs: number): number {
    const day = Math.floor(localMs / DAY_MS);
    const place = this.placeOf(day);
    const before = this.msBefore[place] ?? 0;
    return this.isWorking(day) ? before + workUntil(this.hoursOf(day), localMs - day * DAY_MS) : before;
  }

  private workingDaysUpTo(day: number, including: 0 | 1 = 1): number {
    return this.daysBefore[this.placeOf(day) + including] ?? 0;
  }

  private workingDayAt(ordinal: number): number {
    if (ordinal < 0) this.refuseBeforeFirstYear(this.firstDay - 1);
    while (ordinal >= this.workingDays.length) this.layOutNextYear();
    return this.workingDays[ordinal] ?? NaN;
  }

  private placeOf(day: number): number {
    const place = day - this.firstDay;
    if (place >= 0 && place < this.kinds.length) return place;
    if (place < 0 || day >= this.horizon) throw new CalendarMissing(this.calendar.calendarId, yearOf(day));
    while (place >= this.kinds.length) this.layOutNextYear();
    return place;
  }

  private layOutNextYear(): void {
    const firstDay = this.firstDay + this.kinds.length;
    const year = yearOf(firstDay);
    if (firstDay >= this.horizon) throw new CalendarMissing(this.calendar.calendarId, year);
    for (let day = firstDay; day < newYearOf(year + 1); day += 1) this.layOut(day);
  }

  private layOut(day: number): void {
    const monthDay = dateOf(day).slice(5);
    const kind = this.judge(day, monthDay);
    const hours = this.hoursOn(monthDay);
    const works = kind === 'WORKING' || kind === 'MAKE_UP';
    this.kinds.push(kind);
    this.hours.push(hours);
    this.daysBefore.push((this.daysBefore.at(-1) ?? 0) + (works ? 1 : 0));
    this.msBefore.push((this.msBefore.at(-1) ?? 0) + (works ? hours.totalMs : 0));
    if (works) this.workingDays.push(day);
  }

  private judge(day: number, monthDay: string): DayKind {
    if (this.makeUp.has(day)) return 'MAKE_UP';
    // A notice may list a day of the year before or after its own, so the lists speak for every year.
    if (this.off.has(day)) return 'HOLIDAY';
    if (this.isUnannounced(day) && FIXED_HOLIDAYS.has(monthDay)) return 'HOLIDAY';
    return isWeekend(day) ? 'WEEKEND' : 'WORKING';
  }
}

// A calendar is plain data that never changes, so its sums are made once and go with it.
const timetables = new WeakMap<Calendar, Timetable>();

/** The timetable of a calendar, made at the first question. */
export const timetableOf = (calendar: Calendar): Timetable => {
  const known = timetables.get(calendar);
  if (known) return known;
  const made = new Timetable(calendar);
  timetables.set(calendar, made);
  return made;
};
