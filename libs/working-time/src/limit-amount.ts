import type { Calendar } from './calendar.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './civil-time.js';
import { InvalidLimit } from './invalid-limit.js';
import type { Limit } from './limit.js';

/** The longest limit that is counted, in days of its rule: ten years, longer than any statute gives an office. */
export const MAX_LIMIT_DAYS = 3_650;

const UNIT_MS = { SECOND: SECOND_MS, MINUTE: MINUTE_MS, HOUR: HOUR_MS };

/** A limit counted in whole days. */
export type DaysLimit = Extract<Limit, { readonly rule: 'WHOLE_WORKING_DAYS' | 'CALENDAR_DAYS' }>;
/** A limit counted to the millisecond. */
export type TimeLimit = Extract<Limit, { readonly rule: 'ROLLING_WORKING_TIME' | 'CONTINUOUS' }>;

/** True for ROLLING_WORKING_TIME and CONTINUOUS. */
export const countsTime = (limit: Limit): limit is TimeLimit =>
  limit.rule === 'ROLLING_WORKING_TIME' || limit.rule === 'CONTINUOUS';

const wholeAmount = (amount: number): number => {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new InvalidLimit('AMOUNT');
  return amount;
};

const within = (amount: number, max: number): number => {
  if (amount > max) throw new InvalidLimit('TOO_LONG');
  return amount;
};

/** Milliseconds of one day of a rule: of work for ROLLING_WORKING_TIME, else 24 hours. */
export const dayMsOf = (rule: TimeLimit['rule'], calendar: Calendar): number =>
  rule === 'ROLLING_WORKING_TIME' ? calendar.workingMinutesPerDay * MINUTE_MS : DAY_MS;

const unitMsOf = ({ rule, unit = 'MINUTE' }: TimeLimit, calendar: Calendar): number => {
  if (unit !== 'DAY') return UNIT_MS[unit];
  // The type forbids it; policies come from outside, and 24 hours could be meant as little as a working day.
  if (rule === 'CONTINUOUS') throw new InvalidLimit('UNIT');
  return dayMsOf(rule, calendar);
};

/** Days of a limit counted in days. @throws InvalidLimit */
export const daysOf = ({ amount }: DaysLimit): number => within(wholeAmount(amount), MAX_LIMIT_DAYS);

/** Milliseconds of a limit counted in time. @throws InvalidLimit */
export const msOf = (limit: TimeLimit, calendar: Calendar): number =>
  within(wholeAmount(limit.amount) * unitMsOf(limit, calendar), MAX_LIMIT_DAYS * dayMsOf(limit.rule, calendar));

/** Days that a clock counted in days gets from an extension. @throws InvalidLimit UNIT when it is no number of days. */
export const addedDays = (add: Limit): number => {
  if (add.rule === 'WHOLE_WORKING_DAYS' || add.rule === 'CALENDAR_DAYS') return daysOf(add);
  if (add.rule !== 'ROLLING_WORKING_TIME' || add.unit !== 'DAY') throw new InvalidLimit('UNIT');
  return daysOf({ rule: 'WHOLE_WORKING_DAYS', amount: add.amount });
};

/** Milliseconds that a clock counted in time gets from an extension; a day is one of its own rule. @throws InvalidLimit */
export const addedMs = (rule: TimeLimit['rule'], add: Limit, calendar: Calendar): number => {
  if (add.rule === 'UNTIL_DATE') throw new InvalidLimit('UNIT');
  return countsTime(add) ? msOf(add, calendar) : daysOf(add) * dayMsOf(rule, calendar);
};
