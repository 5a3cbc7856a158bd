import { cnState, cnStateSeasonal, nightShift } from './calendars.contract.js';
import type { Calendar } from './calendar.js';
import { deadline } from './deadline.js';
import type { Limit } from './limit.js';

// A second opinion on every count: it walks day by day and minute by minute over a table of texts, and shares no
// arithmetic with the library.

const MINUTES_PER_DAY = 1_440;
const MINUTE = 60_000;
const DAY = MINUTES_PER_DAY * MINUTE;
const FIRST_YEAR = 2025;
const LAST_YEAR = 2029;
// 2025-01-01 was a Wednesday.
const FIRST_WEEKDAY = 3;
const FIXED = new Set(['01-01', '05-01', '10-01', '10-02', '10-03']);

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

const monthLengths = (year: number): readonly number[] => {
  const february = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
};

const allDates = (): readonly string[] => {
  const dates: string[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    monthLengths(year).forEach((length, month) => {
      for (let day = 1; day <= length; day += 1) dates.push(`${year}-${pad(month + 1)}-${pad(day)}`);
    });
  }
  return dates;
};

const dates = allDates();
const clock = Array.from(
  { length: MINUTES_PER_DAY },
  (_, minute) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`,
);

const works = (calendar: Calendar, date: string, weekday: number): boolean => {
  if (calendar.years.some(({ makeUp }) => makeUp.includes(date))) return true;
  if (calendar.years.some(({ off }) => off.includes(date))) return false;
  const announced = calendar.years.some(({ year }) => date.startsWith(String(year)));
  if (!announced && FIXED.has(date.slice(5))) return false;
  return weekday >= 1 && weekday <= 5;
};

const seasonHolds = ({ from, to }: { readonly from: string; readonly to: string }, monthDay: string): boolean => {
  if (from > to) return monthDay >= from || monthDay <= to;
  return monthDay >= from && monthDay <= to;
};

/** Counts by walking; instants are milliseconds of local time since the first day of 2025. */
class NaiveCounter {
  private readonly workDay: readonly boolean[];
  private readonly workMinute: Uint8Array;

  constructor(readonly calendar: Calendar) {
    const { segments, seasons } = calendar.workingHours;
    this.workDay = dates.map((date, nth) => works(calendar, date, (FIRST_WEEKDAY + nth) % 7));
    this.workMinute = new Uint8Array(dates.length * MINUTES_PER_DAY);
    dates.forEach((date, nth) => {
      const season = seasons.find((each) => seasonHolds(each, date.slice(5)));
      const held = season?.segments ?? segments;
      clock.forEach((time, minute) => {
        const open = this.workDay[nth] === true && held.some(({ from, to }) => from <= time && time < to);
        this.workMinute[nth * MINUTES_PER_DAY + minute] = open ? 1 : 0;
      });
    });
  }

  instantOf(localMs: number): string {
    const [hours = 0, minutes = 0] = this.calendar.utcOffset.slice(1).split(':').map(Number);
    const ahead = (hours * 60 + minutes) * MINUTE * (this.calendar.utcOffset.startsWith('-') ? -1 : 1);
    const utc = localMs - ahead;
    const ofDay = ((utc % DAY) + DAY) % DAY;
    const date = utc < 0 ? `${FIRST_YEAR - 1}-12-31` : (dates[Math.floor(utc / DAY)] ?? 'beyond');
    return `${date}T${clock[Math.floor(ofDay / MINUTE)] ?? ''}:${pad(Math.floor(ofDay / 1_000) % 60)}.${pad(ofDay % 1_000, 3)}Z`;
  }

  due(start: number, limit: Limit): number {
    if (limit.rule === 'UNTIL_DATE') return Math.max((dates.indexOf(limit.until) + 1) * DAY, start + 120 * MINUTE);
    if (limit.rule === 'WHOLE_WORKING_DAYS') return this.wholeDays(Math.floor(start / DAY), limit.amount);
    if (limit.rule === 'CALENDAR_DAYS') return this.calendarDays(Math.floor(start / DAY), limit.amount);
    const units = { SECOND: 1_000, MINUTE, HOUR: 60 * MINUTE, DAY: this.calendar.workingMinutesPerDay * MINUTE };
    const ms = limit.amount * units[limit.unit ?? 'MINUTE'];
    return limit.rule === 'CONTINUOUS' ? start + ms : this.rolling(start, ms);
  }

  private wholeDays(startDay: number, amount: number): number {
    let day = startDay;
    for (let left = amount; left > 0; left -= this.workDay[day] === true ? 1 : 0) day += 1;
    return (day + 1) * DAY;
  }

  private calendarDays(startDay: number, amount: number): number {
    let day = startDay;
    for (let left = amount; left > 0; left -= 1) day += 1;
    while (this.workDay[day] === false) day += 1;
    return (day + 1) * DAY;
  }

  private rolling(start: number, amountMs: number): number {
    let minute = Math.floor(start / MINUTE);
    let within = start - minute * MINUTE;
    let left = amountMs;
    while (minute < this.workMinute.length) {
      const open = this.workMinute[minute] === 1;
      if (open && left <= MINUTE - within) return minute * MINUTE + within + left;
      if (open) left -= MINUTE - within;
      within = 0;
      minute += 1;
    }
    throw new RangeError('the walk left the table');
  }
}

/** A small generator with a seed (mulberry32), so that a disagreement can be asked for again. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

type Random = (below: number) => number;
type RandomLimit = (random: Random, startDay: number) => Limit;

const randomLimits: readonly [RandomLimit, ...RandomLimit[]] = [
  (random) => ({ rule: 'WHOLE_WORKING_DAYS', amount: 1 + random(60) }),
  (random) => ({ rule: 'CALENDAR_DAYS', amount: 1 + random(90) }),
  (random) => ({ rule: 'CONTINUOUS', amount: 1 + random(20_000) }),
  (random) => ({ rule: 'CONTINUOUS', amount: 1 + random(400), unit: 'HOUR' }),
  (random, startDay) => ({ rule: 'UNTIL_DATE', until: dates[startDay + random(30)] ?? '' }),
  (random) => ({ rule: 'ROLLING_WORKING_TIME', amount: 1 + random(2_400) }),
  (random) => ({ rule: 'ROLLING_WORKING_TIME', amount: 1 + random(100_000), unit: 'SECOND' }),
  (random) => ({ rule: 'ROLLING_WORKING_TIME', amount: 1 + random(40), unit: 'HOUR' }),
  (random) => ({ rule: 'ROLLING_WORKING_TIME', amount: 1 + random(6), unit: 'DAY' }),
];

// Half hours meet the edges of segments; free milliseconds meet everything else.
const granularities = [1, MINUTE, 30 * MINUTE] as const;

/** A question to which library and naive counter give different answers. */
export interface Disagreement {
  readonly startAt: string;
  readonly limit: Limit;
  readonly dueAt: string;
  readonly naiveDueAt: string;
}

/**
 * Asks so many random questions of both, over 2025, 2026 and the unannounced 2027, on calendars with the default hours,
 * with seasons, and with a night shift behind UTC; answers the first few on which they differ.
 */
export const disagreements = (questions: number, seed: number): readonly Disagreement[] => {
  const counters = [
    new NaiveCounter(cnState),
    new NaiveCounter(cnStateSeasonal),
    new NaiveCounter(nightShift),
  ] as const;
  const random = randomFrom(seed);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[random(list.length)] ?? list[0];
  const found: Disagreement[] = [];
  for (let asked = 0; asked < questions && found.length < 5; asked += 1) {
    const counter = pick(counters);
    const grain = pick(granularities);
    const start = random((3 * 365 * DAY) / grain) * grain;
    const limit = pick(randomLimits)(random, Math.floor(start / DAY));
    const startAt = counter.instantOf(start);
    const { dueAt } = deadline(startAt, limit, counter.calendar);
    const naiveDueAt = counter.instantOf(counter.due(start, limit));
    if (dueAt !== naiveDueAt) found.push({ startAt, limit, dueAt, naiveDueAt });
  }
  return found;
};
