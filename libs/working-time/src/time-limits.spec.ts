import { at, cd, cnState, countOf, minutes, rollingDays, until, wd, workingMinutes } from './calendars.contract.js';
import { deadline } from './deadline.js';
import { extend } from './extension.js';
import { coReportDeadline, coReportLimit, reworkLimit } from './limit-share.js';
import { resume } from './pause.js';
import { lessUsed, usedMs } from './time-used.js';
import { withUpstreamLimit } from './upstream-limit.js';
import { warnPoints } from './warn-points.js';

const counted = (start: string, limit: Parameters<typeof deadline>[1]) =>
  countOf(at(start), limit, deadline(at(start), limit, cnState));

const paused = (start: string, limit: Parameters<typeof deadline>[1], from: string, to: string) =>
  resume(counted(start, limit), { pausedAt: at(from), resumedAt: at(to) }, cnState).dueAt;

describe('the vectors of the domain', () => {
  it('V01 is written in UTC', () => {
    expect(deadline('2025-08-07T07:19:00.000Z', wd(2), cnState)).toEqual({
      dueAt: '2025-08-11T16:00:00.000Z',
      provisional: false,
      calendarVersion: 3,
    });
    expect(deadline('2025-08-07T07:19:00.000Z', rollingDays(2), cnState).dueAt).toBe('2025-08-11T07:19:00.000Z');
  });

  it.each([
    ['V01 a manhole cover', '2025-08-07 15:19', 2, ['2025-08-12 00:00', '2025-08-11 15:19']],
    ['V02 over the spring festival', '2026-02-13 17:30', 5, ['2026-02-28 00:00', '2026-02-27 17:30']],
    ['V03 from a Saturday that is worked', '2026-02-14 09:00', 1, ['2026-02-25 00:00', '2026-02-24 09:00']],
    ['V04 with a Sunday that is worked', '2026-09-18 16:00', 5, ['2026-09-25 00:00', '2026-09-24 16:00']],
    ['V05 over the national day', '2026-09-30 10:00', 5, ['2026-10-14 00:00', '2026-10-13 10:00']],
    ['V06 from the night before labour day', '2026-04-30 23:50', 3, ['2026-05-09 00:00', '2026-05-08 18:00']],
    ['V07 with a Sunday worked before the holidays', '2025-09-26 09:00', 5, ['2025-10-11 00:00', '2025-10-10 09:00']],
    ['V08 over the eight days of 2025', '2025-09-30 09:00', 5, ['2025-10-15 00:00', '2025-10-14 09:00']],
    ['V09 from a holiday', '2026-01-01 10:00', 2, ['2026-01-06 00:00', '2026-01-05 18:00']],
    ['V10 over new year', '2025-12-31 16:00', 1, ['2026-01-05 00:00', '2026-01-04 16:00']],
    ['V11 from a Saturday before a worked Sunday', '2026-09-19 10:00', 1, ['2026-09-21 00:00', '2026-09-20 18:00']],
    ['V12 from the close of a Friday', '2025-01-24 18:00', 3, ['2025-02-06 00:00', '2025-02-05 18:00']],
  ] as const)('%s: working days from %s', (_, start, days, [wholeDue, rollingDue]) => {
    expect(deadline(at(start), wd(days), cnState).dueAt).toBe(at(wholeDue));
    expect(deadline(at(start), rollingDays(days), cnState).dueAt).toBe(at(rollingDue));
  });

  it.each([
    ['V13 into a worked Saturday', '2026-02-13 17:30', workingMinutes(240), '2026-02-14 11:30'],
    ['V13 continuous', '2026-02-13 17:30', minutes(240), '2026-02-13 21:30'],
    ['V14 over noon', '2026-02-14 11:00', workingMinutes(240), '2026-02-14 17:00'],
    ['V15 over a weekend', '2025-08-08 17:00', workingMinutes(240), '2025-08-11 11:00'],
    ['V16 from the close, over the holidays', '2026-02-14 18:00', workingMinutes(60), '2026-02-24 09:00'],
    ['V17 from the noon break', '2025-08-07 13:00', workingMinutes(120), '2025-08-07 16:00'],
    ['V18 to the end of a segment', '2025-08-07 14:00', workingMinutes(240), '2025-08-07 18:00'],
    ['V19 day 15 is a holiday', '2026-02-01 10:00', cd(15), '2026-02-25 00:00'],
    ['V20 sixty days', '2025-08-07 15:19', cd(60), '2025-10-10 00:00'],
    ['V21 seven days', '2025-08-08 09:00', cd(7), '2025-08-16 00:00'],
    ['V22 into the autumn holidays', '2026-09-10 09:00', cd(15), '2026-09-29 00:00'],
    ['V23 a day and a night', '2026-02-14 23:00', minutes(1_440), '2026-02-15 23:00'],
    ['V28 until that day', '2025-08-09 10:00', until('2025-08-09'), '2025-08-10 00:00'],
    ['V28 until a day nearly over', '2025-08-07 23:10', until('2025-08-07'), '2025-08-08 01:10'],
  ])('%s: from %s', (_, start, limit, due) => {
    expect(deadline(at(start), limit, cnState).dueAt).toBe(at(due));
  });

  it('V24 an extension of five working days is counted in the rule of the clock', () => {
    expect(extend(counted('2025-08-07 15:19', wd(2)), wd(5), cnState).dueAt).toBe(at('2025-08-19 00:00'));
    expect(extend(counted('2025-08-07 15:19', rollingDays(2)), rollingDays(5), cnState).dueAt).toBe(
      at('2025-08-18 15:19'),
    );
    expect(extend(counted('2025-08-07 15:19', rollingDays(2)), wd(5), cnState).dueAt).toBe(at('2025-08-18 15:19'));
  });

  it('V25 a pause shifts the last day by working days, or keeps the minutes that are left', () => {
    const pause = ['2025-08-08 10:00', '2025-08-13 09:00'] as const;
    const running = { startAt: at('2025-08-07 15:19'), limit: rollingDays(2), pauses: [] };
    expect(paused('2025-08-07 15:19', wd(2), ...pause)).toBe(at('2025-08-15 00:00'));
    expect(paused('2025-08-07 15:19', rollingDays(2), ...pause)).toBe(at('2025-08-14 14:19'));
    expect(usedMs(running, at('2025-08-08 10:00'), cnState)).toBe(281 * 60_000);
  });

  it('V26 a pause over the spring festival shifts by its two working days', () => {
    const pause = ['2026-02-13 11:00', '2026-02-24 08:30'] as const;
    const running = { startAt: at('2026-02-12 10:00'), limit: rollingDays(5), pauses: [] };
    expect(deadline(at('2026-02-12 10:00'), wd(5), cnState).dueAt).toBe(at('2026-02-27 00:00'));
    expect(paused('2026-02-12 10:00', wd(5), ...pause)).toBe(at('2026-03-01 00:00'));
    expect(deadline(at('2026-02-12 10:00'), rollingDays(5), cnState).dueAt).toBe(at('2026-02-26 10:00'));
    expect(paused('2026-02-12 10:00', rollingDays(5), ...pause)).toBe(at('2026-02-27 17:30'));
    expect(usedMs(running, at('2026-02-13 11:00'), cnState)).toBe(540 * 60_000);
  });

  it.each([
    [wd(2), { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' }, '2025-08-13 00:00'],
    [rollingDays(2), { rule: 'ROLLING_WORKING_TIME', amount: 679, unit: 'MINUTE' }, '2025-08-12 14:19'],
  ] as const)('V27 the same unit gets %j less what it used', (limit, left, due) => {
    const running = { startAt: at('2025-08-07 15:19'), limit, pauses: [] };
    expect(lessUsed(running, at('2025-08-08 10:00'), cnState)).toEqual(left);
    expect(deadline(at('2025-08-11 09:00'), left, cnState).dueAt).toBe(at(due));
  });

  it.each([
    [wd(5), { rule: 'WHOLE_WORKING_DAYS', amount: 4, unit: 'DAY' }, '2025-08-14 00:00'],
    [wd(2), { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' }, '2025-08-09 00:00'],
    [minutes(120), { rule: 'CONTINUOUS', amount: 96, unit: 'MINUTE' }, '2025-08-07 16:55'],
  ] as const)('V29 a helper of %j has four fifths of it', (lead, limit, due) => {
    expect(coReportLimit(lead, cnState)).toEqual(limit);
    expect(deadline(at('2025-08-07 15:19'), limit, cnState).dueAt).toBe(at(due));
  });

  it('V29 a helper who comes late is due with the lead', () => {
    const lead = counted('2025-08-07 15:19', wd(2));
    const limit = coReportLimit(wd(2), cnState);
    expect(coReportDeadline(at('2025-08-11 09:00'), limit, lead, cnState)).toEqual({
      dueAt: at('2025-08-12 00:00'),
      provisional: false,
      calendarVersion: 3,
    });
  });

  it.each([
    [wd(5), { rule: 'WHOLE_WORKING_DAYS', amount: 3, unit: 'DAY' }, '2025-08-16 00:00'],
    [workingMinutes(240), { rule: 'ROLLING_WORKING_TIME', amount: 120, unit: 'MINUTE' }, '2025-08-12 11:00'],
    [minutes(120), { rule: 'CONTINUOUS', amount: 120, unit: 'MINUTE' }, '2025-08-12 11:00'],
  ] as const)('V30 rework has half of %j', (first, half, due) => {
    expect(reworkLimit(first, cnState)).toEqual(half);
    expect(deadline(at('2025-08-12 09:00'), half, cnState).dueAt).toBe(at(due));
  });

  it.each([
    ['with its buffer', '2025-08-08 17:00', { dueAt: at('2025-08-08 11:00') }],
    ['without a buffer that passes the start', '2025-08-07 18:00', { dueAt: at('2025-08-07 18:00') }],
    ['too late', '2025-08-07 15:40', { dueAt: at('2025-08-07 16:19'), flags: ['UPSTREAM_TOO_LATE'] }],
  ])('V31 an upstream limit cuts the deadline, %s', (_, external, cut) => {
    const demand = { startAt: at('2025-08-07 15:19'), externalDueAt: at(external), buffer: workingMinutes(240) };
    const own = deadline(at('2025-08-07 15:19'), wd(2), cnState);
    expect(withUpstreamLimit(own, demand, cnState)).toEqual({ provisional: false, calendarVersion: 3, ...cut });
  });

  it.each([
    ['one working day', wd(1), ['2025-08-08 15:49:45']],
    ['24 hours', { rule: 'CONTINUOUS', amount: 24, unit: 'HOUR' }, ['2025-08-08 09:19']],
    ['two working days', wd(2), ['2025-08-10 21:49:45', '2025-08-11 00:00']],
  ] as const)('V32 %s warns at its points', (_, limit, points) => {
    expect(warnPoints(counted('2025-08-07 15:19', limit), cnState)).toEqual(points.map(at));
  });

  it('V33 an extension of calendar days counts from the day before it was moved', () => {
    const start = at('2026-02-01 10:00');
    const first = deadline(start, cd(15), cnState);
    const more = extend(countOf(start, cd(15), first), cd(5), cnState);
    expect(first.lastDay).toBe('2026-02-16');
    expect(more).toEqual({
      dueAt: at('2026-02-25 00:00'),
      lastDay: '2026-02-21',
      provisional: false,
      calendarVersion: 3,
    });
    expect(more).toEqual(deadline(start, cd(20), cnState));
  });
});
