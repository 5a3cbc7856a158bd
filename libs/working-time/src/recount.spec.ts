import { at, cd, cnState, minutes, rollingDays, until, wd } from './calendars.contract.js';
import { cnStateYears } from './cn-state.js';
import { recount, recountForCalendar, recountForUrgency } from './recount.js';

const start = at('2025-08-07 15:19');
const pause = (from: string, to: string) => ({ pausedAt: at(from), resumedAt: at(to) });
const oneHour = minutes(60);

describe('a recount', () => {
  it('takes pauses and extensions in their order', () => {
    const moves = [pause('2025-08-08 10:00', '2025-08-13 09:00'), { add: wd(5) }];
    expect(recount({ startAt: start, limit: wd(2), moves }, cnState)).toEqual({
      dueAt: at('2025-08-22 00:00'),
      provisional: false,
      calendarVersion: 3,
    });
  });

  it('leaves a pause out that began when the time was over', () => {
    const moves = [pause('2025-08-08 16:00', '2025-08-13 09:00')];
    expect(recount({ startAt: start, limit: minutes(1_440), moves }, cnState).dueAt).toBe(at('2025-08-08 15:19'));
  });
});

describe('a higher urgency', () => {
  const upgrade = { startAt: start, moves: [], dueAt: at('2025-08-15 00:00'), firstContactLimit: oneHour };

  it('counts the new limit from the original start', () => {
    const raised = { ...upgrade, limit: minutes(1_440), upgradedAt: at('2025-08-07 20:00') };
    expect(recountForUrgency(raised, cnState).dueAt).toBe(at('2025-08-08 15:19'));
  });

  it('takes the pauses so far again by the rule of the new limit', () => {
    const moves = [pause('2025-08-08 10:00', '2025-08-08 11:30')];
    const raised = { ...upgrade, moves, limit: minutes(1_440), upgradedAt: at('2025-08-08 12:00') };
    expect(recountForUrgency(raised, cnState).dueAt).toBe(at('2025-08-08 16:49'));
  });

  it('leaves the time of a first contact from now', () => {
    const raised = { ...upgrade, limit: minutes(120), upgradedAt: at('2025-08-08 10:00') };
    expect(recountForUrgency(raised, cnState)).toEqual({
      dueAt: at('2025-08-08 11:00'),
      provisional: false,
      calendarVersion: 3,
    });
  });

  it('gives no more time than there was when that was less than a first contact', () => {
    const nearlyOver = { ...upgrade, limit: minutes(120), upgradedAt: at('2025-08-14 23:30') };
    expect(recountForUrgency(nearlyOver, cnState).dueAt).toBe(at('2025-08-15 00:00'));
  });

  it('may give more time when the new limit is the longer one', () => {
    const raised = { ...upgrade, dueAt: at('2025-08-08 12:00'), limit: wd(2), upgradedAt: at('2025-08-08 10:00') };
    expect(recountForUrgency(raised, cnState).dueAt).toBe(at('2025-08-12 00:00'));
  });

  it('has no floor where no first contact is wanted', () => {
    const raised = {
      ...upgrade,
      firstContactLimit: undefined,
      limit: minutes(120),
      upgradedAt: at('2025-08-08 10:00'),
    };
    expect(recountForUrgency(raised, cnState).dueAt).toBe(at('2025-08-07 17:19'));
  });

  it.each([
    ['calendar days', cd(1), '2025-08-12'],
    ['a date', until('2025-08-08'), '2025-08-12'],
  ])('set to its floor ends the count of %s there, so that a pause goes on from it', (_, limit, lastDay) => {
    const raised = { ...upgrade, limit, upgradedAt: at('2025-08-12 10:00') };
    expect(recountForUrgency(raised, cnState)).toMatchObject({ dueAt: at('2025-08-12 11:00'), lastDay });
  });
});

describe('a calendar that is published while a provisional clock runs', () => {
  const notice2027 = {
    year: 2027,
    source: 'EXAMPLE',
    off: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'],
    makeUp: ['2027-01-09'],
  };
  const loaded = { ...cnState, calendarVersion: 4, years: [...cnStateYears, notice2027] };
  const startAt = at('2026-12-30 09:00');

  it('moves the deadline to where it belongs, and it is provisional no more', () => {
    expect(recount({ startAt, limit: wd(2), moves: [] }, cnState)).toEqual({
      dueAt: at('2027-01-05 00:00'),
      provisional: true,
      calendarVersion: 3,
    });
    const clock = { startAt, limit: wd(2), moves: [], dueAt: at('2027-01-05 00:00'), loadedAt: at('2026-12-30 12:00') };
    expect(recountForCalendar(clock, loaded)).toEqual({
      dueAt: at('2027-01-06 00:00'),
      provisional: false,
      calendarVersion: 4,
    });
  });

  it('may move it earlier', () => {
    const clock = { startAt, limit: wd(8), moves: [], dueAt: at('2027-01-13 00:00'), loadedAt: at('2027-01-04 12:00') };
    expect(recountForCalendar({ ...clock, limit: wd(7) }, loaded).dueAt).toBe(at('2027-01-12 00:00'));
  });

  it.each([
    ['whole working days', wd(2), '2027-01-06 12:00', '2027-01-08 00:00'],
    ['rolling working time', rollingDays(2), '2027-01-06 12:00', '2027-01-07 12:00'],
  ])('leaves one working day from now for %s', (_, limit, now, due) => {
    const clock = { startAt, limit, moves: [], dueAt: at('2027-01-20 00:00'), loadedAt: at(now) };
    expect(recountForCalendar(clock, loaded).dueAt).toBe(at(due));
  });

  it('leaves a deadline alone that is due before one working day has passed', () => {
    const clock = { startAt, limit: wd(1), moves: [], dueAt: at('2027-01-06 18:00'), loadedAt: at('2027-01-06 12:00') };
    expect(recountForCalendar(clock, loaded).dueAt).toBe(at('2027-01-06 18:00'));
  });
});
