import fc from 'fast-check';
import { cnState, cnStateSeasonal, countOf, nightShift } from './calendars.contract.js';
import type { Calendar } from './calendar.js';
import { deadline } from './deadline.js';
import { explain } from './explain.js';
import { extend } from './extension.js';
import type { Limit } from './limit.js';
import { resume } from './pause.js';
import { civilDateOf, instantAfter, isOfficeHours, isWorkingDay, msBetween, workingDaysBetween } from './questions.js';
import { usedDays, usedMs } from './time-used.js';
import { warnPoints } from './warn-points.js';

const calendars = fc.constantFrom(cnState, cnStateSeasonal, nightShift);
const twoYears = 730 * 86_400_000;
const starts = fc.integer({ min: 43_200_000, max: twoYears }).map((ms) => instantAfter('2025-01-01T00:00:00.000Z', ms));
const amounts = fc.integer({ min: 1, max: 90 });
const gaps = fc.integer({ min: 0, max: 20 * 86_400_000 });
const ofDays = fc.constantFrom('WHOLE_WORKING_DAYS' as const, 'CALENDAR_DAYS' as const);
const ofTime = fc.constantFrom('ROLLING_WORKING_TIME' as const, 'CONTINUOUS' as const);
const rules = fc.oneof(ofDays, ofTime);
const questions = fc.record({
  calendar: calendars,
  start: starts,
  rule: rules,
  amount: amounts,
  more: amounts,
  gap: gaps,
});

const limitOf = (rule: Exclude<Limit['rule'], 'UNTIL_DATE'>, amount: number): Limit => ({ rule, amount });
const dayBefore = (dueAt: string, calendar: Calendar) => civilDateOf(instantAfter(dueAt, -1), calendar);
const counted = (startAt: string, limit: Limit, calendar: Calendar) =>
  countOf(startAt, limit, deadline(startAt, limit, calendar));

describe('whatever is counted', () => {
  it('a later start is never due earlier', () => {
    fc.assert(
      fc.property(questions, ({ calendar, start, gap, rule, amount }) => {
        const later = deadline(instantAfter(start, gap), limitOf(rule, amount), calendar).dueAt;
        expect(later >= deadline(start, limitOf(rule, amount), calendar).dueAt).toBe(true);
      }),
    );
  });

  it('more is never due earlier', () => {
    fc.assert(
      fc.property(questions, ({ calendar, start, rule, amount, more }) => {
        const longer = deadline(start, limitOf(rule, amount + more), calendar).dueAt;
        expect(longer >= deadline(start, limitOf(rule, amount), calendar).dueAt).toBe(true);
      }),
    );
  });

  it('adding n and then m is adding both at once', () => {
    fc.assert(
      fc.property(questions, ({ calendar, start, rule, amount: n, more: m }) => {
        const once = deadline(start, limitOf(rule, n + m), calendar);
        expect(extend(counted(start, limitOf(rule, n), calendar), limitOf(rule, m), calendar)).toEqual(once);
      }),
    );
  });

  it('rolling time ends within working hours', () => {
    fc.assert(
      fc.property(calendars, starts, fc.integer({ min: 1, max: 20_000 }), (calendar, start, amount) => {
        const { dueAt } = deadline(start, { rule: 'ROLLING_WORKING_TIME', amount }, calendar);
        expect(isOfficeHours(instantAfter(dueAt, -1), calendar)).toBe(true);
      }),
    );
  });

  it('days end on a working day', () => {
    fc.assert(
      fc.property(calendars, starts, amounts, (calendar, start, amount) => {
        const whole = deadline(start, limitOf('WHOLE_WORKING_DAYS', amount), calendar).dueAt;
        const dates = deadline(start, limitOf('CALENDAR_DAYS', amount), calendar).dueAt;
        expect([whole, dates].map((dueAt) => isWorkingDay(dayBefore(dueAt, calendar), calendar))).toEqual([true, true]);
      }),
    );
  });

  it('the explanation covers the count without a gap', () => {
    fc.assert(
      fc.property(questions, ({ calendar, start, rule, amount }) => {
        const steps = explain(start, limitOf(rule, amount), calendar);
        const { dueAt } = deadline(start, limitOf(rule, amount), calendar);
        expect([start, ...steps.map(({ to }) => to)]).toEqual([...steps.map(({ from }) => from), dueAt]);
      }),
    );
  });

  it.each([
    ['days', ofDays, 1],
    ['milliseconds', ofTime, 60_000],
  ])('the explanation ends with the amount in %s', (_, someRules, unit) => {
    fc.assert(
      fc.property(calendars, starts, someRules, amounts, (calendar, start, rule, amount) => {
        const steps = explain(start, limitOf(rule, amount), calendar);
        expect(steps.at(-1)?.amountAfter).toBe(amount * unit);
      }),
    );
  });

  it('warn points lie between start and deadline, in order', () => {
    fc.assert(
      fc.property(calendars, starts, rules, amounts, (calendar, start, rule, amount) => {
        const count = counted(start, limitOf(rule, amount), calendar);
        const points = warnPoints(count, calendar);
        expect([start, ...points, count.dueAt].toSorted()).toEqual([start, ...points, count.dueAt]);
      }),
    );
  });
});

describe('pauses (I-12)', () => {
  // Instants of a clock: start, pause, resume and stop, each so long after the one before.
  const courses = fc.tuple(starts, gaps, gaps, gaps).map(([startAt, run, rest, rest2]) => {
    const pausedAt = instantAfter(startAt, run);
    const resumedAt = instantAfter(pausedAt, rest);
    return { startAt, pausedAt, resumedAt, stoppedAt: instantAfter(resumedAt, rest2) };
  });

  it.each(['ROLLING_WORKING_TIME', 'CONTINUOUS'] as const)('add up to the millisecond for %s', (rule) => {
    fc.assert(
      fc.property(calendars, courses, (calendar, { startAt, pausedAt, resumedAt, stoppedAt }) => {
        const limit = limitOf(rule, 100_000);
        const before = Number(usedMs({ startAt, limit, pauses: [] }, pausedAt, calendar));
        const after = Number(usedMs({ startAt: resumedAt, limit, pauses: [] }, stoppedAt, calendar));
        expect(usedMs({ startAt, limit, pauses: [{ pausedAt, resumedAt }] }, stoppedAt, calendar)).toBe(before + after);
      }),
    );
  });

  it('add up to the day for whole working days', () => {
    fc.assert(
      fc.property(calendars, courses, (calendar, { startAt, pausedAt, resumedAt, stoppedAt }) => {
        const limit = limitOf('WHOLE_WORKING_DAYS', 60);
        const before = usedDays({ startAt, limit, pauses: [] }, pausedAt, calendar);
        const after = usedDays({ startAt: resumedAt, limit, pauses: [] }, stoppedAt, calendar);
        expect(usedDays({ startAt, limit, pauses: [{ pausedAt, resumedAt }] }, stoppedAt, calendar)).toBe(
          before + after,
        );
      }),
    );
  });

  it('leave a clock that runs on just its limit', () => {
    fc.assert(
      fc.property(calendars, courses, (calendar, { startAt, pausedAt, resumedAt }) => {
        const pauses = [{ pausedAt, resumedAt }];
        const whole = limitOf('WHOLE_WORKING_DAYS', 60);
        const rolling = limitOf('ROLLING_WORKING_TIME', 40_000);
        const continuous = limitOf('CONTINUOUS', 40_000);
        const due = (limit: Limit) =>
          resume(counted(startAt, limit, calendar), { pausedAt, resumedAt }, calendar).dueAt;
        const lastDay = instantAfter(due(whole), -1);
        expect(usedDays({ startAt, limit: whole, pauses }, lastDay, calendar)).toBe(60);
        expect(usedMs({ startAt, limit: rolling, pauses }, due(rolling), calendar)).toBe(40_000 * 60_000);
        expect(usedMs({ startAt, limit: continuous, pauses }, due(continuous), calendar)).toBe(40_000 * 60_000);
      }),
    );
  });

  it('never make a deadline earlier', () => {
    fc.assert(
      fc.property(calendars, courses, rules, amounts, (calendar, { startAt, pausedAt, resumedAt }, rule, amount) => {
        const count = counted(startAt, limitOf(rule, amount), calendar);
        const moved = resume(count, { pausedAt, resumedAt }, calendar);
        expect(msBetween(count.dueAt, moved.dueAt)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('shift whole days by the working days between their dates', () => {
    fc.assert(
      fc.property(calendars, courses, (calendar, { startAt, pausedAt, resumedAt }) => {
        const count = counted(startAt, limitOf('WHOLE_WORKING_DAYS', 60), calendar);
        const moved = resume(count, { pausedAt, resumedAt }, calendar);
        const shift = workingDaysBetween(civilDateOf(pausedAt, calendar), civilDateOf(resumedAt, calendar), calendar);
        const [from, to] = [dayBefore(count.dueAt, calendar), dayBefore(moved.dueAt, calendar)];
        expect(workingDaysBetween(from, to, calendar)).toBe(shift);
      }),
    );
  });
});
