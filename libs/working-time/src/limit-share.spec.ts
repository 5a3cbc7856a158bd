import { at, cd, cnState, countOf, minutes, rollingDays, until, wd } from './calendars.contract.js';
import { deadline } from './deadline.js';
import { coReportDeadline, coReportLimit, reworkLimit } from './limit-share.js';
import type { Limit } from './limit.js';

const start = at('2025-08-07 15:19');
const counted = (limit: Limit) => countOf(start, limit, deadline(start, limit, cnState));
const hours = (amount: number): Limit => ({ rule: 'CONTINUOUS', amount, unit: 'HOUR' });
const seconds = (amount: number): Limit => ({ rule: 'CONTINUOUS', amount, unit: 'SECOND' });

describe('the limit of a helper', () => {
  it.each([
    ['one day stays one', wd(1), { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' }],
    ['calendar days are rounded down', cd(7), { rule: 'CALENDAR_DAYS', amount: 5, unit: 'DAY' }],
    ['two hours are 120 minutes', hours(2), { rule: 'CONTINUOUS', amount: 96, unit: 'MINUTE' }],
    ['a rolling day is its minutes', rollingDays(1), { rule: 'ROLLING_WORKING_TIME', amount: 384, unit: 'MINUTE' }],
    ['seconds stay seconds', seconds(60), { rule: 'CONTINUOUS', amount: 48, unit: 'SECOND' }],
    ['a date stays the date', until('2025-08-10'), until('2025-08-10')],
  ])('%s', (_, lead, limit) => {
    expect(coReportLimit(lead, cnState)).toEqual(limit);
  });

  it('has the share that the policy names', () => {
    expect(coReportLimit(wd(10), cnState, 0.7)).toEqual({ rule: 'WHOLE_WORKING_DAYS', amount: 7, unit: 'DAY' });
  });

  it('is its own where that ends before the lead', () => {
    expect(coReportDeadline(start, wd(1), counted(wd(2)), cnState).dueAt).toBe(at('2025-08-09 00:00'));
  });
});

describe('the limit of rework', () => {
  it.each([
    ['no clock stays none', undefined, undefined],
    ['a date becomes one working day', until('2025-08-10'), { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' }],
    ['one day stays one', cd(1), { rule: 'CALENDAR_DAYS', amount: 1, unit: 'DAY' }],
    ['odd minutes are rounded up', minutes(301), { rule: 'CONTINUOUS', amount: 151, unit: 'MINUTE' }],
    ['hours are halved as minutes', hours(25), { rule: 'CONTINUOUS', amount: 750, unit: 'MINUTE' }],
    ['seconds become minutes', seconds(36_001), { rule: 'CONTINUOUS', amount: 301, unit: 'MINUTE' }],
    [
      'rolling days are halved as minutes',
      rollingDays(5),
      { rule: 'ROLLING_WORKING_TIME', amount: 1_200, unit: 'MINUTE' },
    ],
  ])('%s', (_, first, half) => {
    expect(reworkLimit(first, cnState)).toEqual(half);
  });
});
