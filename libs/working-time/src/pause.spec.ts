import { at, cd, cnState, countOf, minutes, until, wd, workingMinutes } from './calendars.contract.js';
import { deadline } from './deadline.js';
import type { Limit } from './limit.js';
import { resume } from './pause.js';

const counted = (start: string, limit: Limit) => countOf(at(start), limit, deadline(at(start), limit, cnState));
const pause = (from: string, to: string) => ({ pausedAt: at(from), resumedAt: at(to) });

describe('a pause', () => {
  it.each([
    ['whole working days on the same day', wd(2), '2025-08-08 17:00', '2025-08-12 00:00'],
    ['calendar days on the same day', cd(4), '2025-08-08 17:00', '2025-08-12 00:00'],
    ['calendar days, moved again to a working day', cd(5), '2025-08-09 09:00', '2025-08-14 00:00'],
    ['calendar days into a weekend', cd(7), '2025-08-10 09:00', '2025-08-19 00:00'],
    ['a date', until('2025-08-10'), '2025-08-13 09:00', '2025-08-16 00:00'],
    ['continuous time', minutes(1_440), '2025-08-08 10:30', '2025-08-08 15:49'],
  ])('moves %s', (_, limit, to, due) => {
    expect(resume(counted('2025-08-07 15:19', limit), pause('2025-08-08 10:00', to), cnState).dueAt).toBe(at(due));
  });

  it('shifts the day that calendar days ended on before they were moved', () => {
    expect(resume(counted('2026-02-01 10:00', cd(15)), pause('2026-02-02 09:00', '2026-02-04 09:00'), cnState)).toEqual(
      {
        dueAt: at('2026-02-25 00:00'),
        lastDay: '2026-02-18',
        provisional: false,
        calendarVersion: 3,
      },
    );
  });

  it.each([
    ['at the deadline', '2025-08-12 00:00'],
    ['after it', '2025-08-12 00:01'],
  ])('that begins %s moves nothing', (_, from) => {
    const count = counted('2025-08-07 15:19', wd(2));
    expect(resume(count, pause(from, '2025-08-20 09:00'), cnState).dueAt).toBe(count.dueAt);
  });

  it('never moves a deadline earlier that was set beyond its rule', () => {
    const set = { ...counted('2025-08-07 15:19', wd(2)), dueAt: at('2025-08-09 10:00') };
    const late = { ...counted('2025-08-07 15:19', workingMinutes(60)), dueAt: at('2025-08-07 22:00') };
    expect(resume(set, pause('2025-08-08 10:00', '2025-08-08 11:00'), cnState).dueAt).toBe(set.dueAt);
    expect(resume(late, pause('2025-08-07 18:30', '2025-08-07 19:00'), cnState).dueAt).toBe(late.dueAt);
  });

  it('over the end of the last known year makes a deadline provisional', () => {
    const after = resume(counted('2026-12-28 09:00', wd(2)), pause('2026-12-29 09:00', '2027-01-04 09:00'), cnState);
    expect(after).toEqual({ dueAt: at('2027-01-06 00:00'), provisional: true, calendarVersion: 3 });
  });
});
