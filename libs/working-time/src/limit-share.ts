import type { Calendar } from './calendar.js';
import { MINUTE_MS } from './civil-time.js';
import { type Count, type Deadline, asDeadline, endBy } from './count.js';
import { deadline } from './deadline.js';
import { type TimeLimit, countsTime, daysOf, msOf } from './limit-amount.js';
import type { Limit } from './limit.js';
import { timetableOf } from './timetable.js';

/** The lead's share that a helper gets unless the policy says else. */
export const CO_REPORT_SHARE = 0.8;
const REWORK_LEAST_MINUTES = 120;

// Products of decimal shares miss whole numbers by a hair (0.7 × 10 = 7.000000000000001); this heals a millionth.
const exact = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Hours and rolling days as minutes, so that "2 h" and "120 min" have the same parts. */
const inMinutes = (limit: TimeLimit, calendar: Calendar): TimeLimit & { readonly unit: 'SECOND' | 'MINUTE' } => {
  const { rule, amount, unit } = limit;
  if (unit === 'SECOND') return { rule, amount, unit };
  return { rule, amount: msOf(limit, calendar) / MINUTE_MS, unit: 'MINUTE' };
};

/**
 * 协办时限: the limit of a helper, a share of the lead's in its rule, rounded down, at least 1; a date stays the date.
 * @throws InvalidLimit
 */
export const coReportLimit = (lead: Limit, calendar: Calendar, share = CO_REPORT_SHARE): Limit => {
  if (lead.rule === 'UNTIL_DATE') return lead;
  const part = (amount: number): number => Math.max(1, Math.floor(exact(amount * share)));
  if (!countsTime(lead)) return { rule: lead.rule, amount: part(daysOf(lead)), unit: 'DAY' };
  const minutes = inMinutes(lead, calendar);
  return { ...minutes, amount: part(minutes.amount) };
};

/**
 * The deadline of a helper by its own limit, never later than the lead's.
 * @throws InvalidLimit @throws CalendarMissing as `deadline` does
 */
export const coReportDeadline = (startAt: string, limit: Limit, lead: Count, calendar: Calendar): Deadline => {
  const own = deadline(startAt, limit, calendar);
  const latest = asDeadline(endBy(lead, timetableOf(calendar)), lead.limit.rule, calendar);
  // Instants are written so that they sort as texts.
  return own.dueAt <= latest.dueAt ? own : latest;
};

/**
 * 重办时限: half of what the first round gives, rounded up in the same rule, at least 1 day or 120 minutes; a date
 * becomes 1 working day. No clock (undefined) stays none.
 * @throws InvalidLimit
 */
export const reworkLimit = (first: Limit | undefined, calendar: Calendar): Limit | undefined => {
  if (first === undefined) return undefined;
  if (first.rule === 'UNTIL_DATE') return { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' };
  if (!countsTime(first)) return { rule: first.rule, amount: Math.ceil(daysOf(first) / 2), unit: 'DAY' };
  const { rule, amount, unit } = inMinutes(first, calendar);
  const half = Math.ceil(amount / 2 / (unit === 'SECOND' ? 60 : 1));
  return { rule, amount: Math.max(REWORK_LEAST_MINUTES, half), unit: 'MINUTE' };
};
