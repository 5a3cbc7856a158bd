import {
  at,
  cd,
  cnState,
  cnStateStrict,
  minutes,
  rollingDays,
  until,
  wd,
  workingMinutes,
} from './calendars.contract.js';
import { CalendarMissing } from './calendar-missing.js';
import { explain } from './explain.js';

const told = (start: string, limit: Parameters<typeof explain>[1]) => explain(at(start), limit, cnState);
const step = (from: string, to: string, kind: string, amountAfter: number) => ({
  from: at(from),
  to: at(to),
  kind,
  amountAfter,
});
const HOUR = 3_600_000;

describe('explaining a count', () => {
  it('tells runs of equal days as one, the start day and the weekend aside', () => {
    expect(told('2025-08-07 15:19', wd(2))).toEqual([
      step('2025-08-07 15:19', '2025-08-08 00:00', 'START_DAY', 0),
      step('2025-08-08 00:00', '2025-08-09 00:00', 'COUNTED', 1),
      step('2025-08-09 00:00', '2025-08-11 00:00', 'SKIPPED_WEEKEND', 1),
      step('2025-08-11 00:00', '2025-08-12 00:00', 'COUNTED', 2),
    ]);
  });

  it('tells holidays from weekends, and days made up for from others', () => {
    expect(told('2026-02-13 17:30', wd(5))).toEqual([
      step('2026-02-13 17:30', '2026-02-14 00:00', 'START_DAY', 0),
      step('2026-02-14 00:00', '2026-02-15 00:00', 'MAKE_UP_DAY', 1),
      step('2026-02-15 00:00', '2026-02-24 00:00', 'SKIPPED_HOLIDAY', 1),
      step('2026-02-24 00:00', '2026-02-28 00:00', 'COUNTED', 5),
    ]);
  });

  it('tells rolling time by hours at both ends', () => {
    expect(told('2025-08-07 15:19', rollingDays(2))).toEqual([
      step('2025-08-07 15:19', '2025-08-07 18:00', 'COUNTED', 161 * 60_000),
      step('2025-08-07 18:00', '2025-08-08 00:00', 'OFF_HOURS', 161 * 60_000),
      step('2025-08-08 00:00', '2025-08-09 00:00', 'COUNTED', 641 * 60_000),
      step('2025-08-09 00:00', '2025-08-11 00:00', 'SKIPPED_WEEKEND', 641 * 60_000),
      step('2025-08-11 00:00', '2025-08-11 08:00', 'OFF_HOURS', 641 * 60_000),
      step('2025-08-11 08:00', '2025-08-11 12:00', 'COUNTED', 881 * 60_000),
      step('2025-08-11 12:00', '2025-08-11 14:00', 'OFF_HOURS', 881 * 60_000),
      step('2025-08-11 14:00', '2025-08-11 15:19', 'COUNTED', 960 * 60_000),
    ]);
  });

  it('tells a night as one, and an hour of a day made up for as such', () => {
    expect(told('2026-02-13 17:30', workingMinutes(90))).toEqual([
      step('2026-02-13 17:30', '2026-02-13 18:00', 'COUNTED', HOUR / 2),
      step('2026-02-13 18:00', '2026-02-14 08:00', 'OFF_HOURS', HOUR / 2),
      step('2026-02-14 08:00', '2026-02-14 09:00', 'MAKE_UP_DAY', 1.5 * HOUR),
    ]);
  });

  it('tells a rolling count that begins on a day off', () => {
    expect(told('2025-08-10 09:00', workingMinutes(60))).toEqual([
      step('2025-08-10 09:00', '2025-08-11 00:00', 'SKIPPED_WEEKEND', 0),
      step('2025-08-11 00:00', '2025-08-11 08:00', 'OFF_HOURS', 0),
      step('2025-08-11 08:00', '2025-08-11 09:00', 'COUNTED', HOUR),
    ]);
  });

  it('tells calendar days and the move to a working day', () => {
    expect(told('2026-02-01 10:00', cd(15))).toEqual([
      step('2026-02-01 10:00', '2026-02-02 00:00', 'START_DAY', 0),
      step('2026-02-02 00:00', '2026-02-17 00:00', 'COUNTED', 15),
      step('2026-02-17 00:00', '2026-02-25 00:00', 'MOVED_TO_WORKING_DAY', 15),
    ]);
  });

  it('tells calendar days that end on a working day without a move', () => {
    expect(told('2025-08-08 09:00', cd(7))).toEqual([
      step('2025-08-08 09:00', '2025-08-09 00:00', 'START_DAY', 0),
      step('2025-08-09 00:00', '2025-08-16 00:00', 'COUNTED', 7),
    ]);
  });

  it('tells continuous time in one stretch', () => {
    expect(told('2026-02-14 23:00', minutes(1_440))).toEqual([
      step('2026-02-14 23:00', '2026-02-15 23:00', 'COUNTED', 24 * HOUR),
    ]);
  });

  it('tells a date by the days until it', () => {
    expect(told('2025-08-07 15:19', until('2025-08-10'))).toEqual([
      step('2025-08-07 15:19', '2025-08-08 00:00', 'START_DAY', 0),
      step('2025-08-08 00:00', '2025-08-11 00:00', 'COUNTED', 3),
    ]);
  });

  it.each(['2025-08-07', '2025-08-01'])(
    'tells the least time before the date %s, which is nearly or long over',
    (date) => {
      expect(told('2025-08-07 23:10', until(date))).toEqual([
        step('2025-08-07 23:10', '2025-08-08 01:10', 'START_DAY', 0),
      ]);
    },
  );

  it('refuses what the count itself refuses', () => {
    expect(() => explain(at('2026-12-31 09:00'), wd(1), cnStateStrict)).toThrow(new CalendarMissing('CN-STATE', 2027));
  });
});
