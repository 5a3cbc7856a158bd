import type { Calendar } from './calendar.js';
import { cnStateYears } from './cn-state.js';
import type { Count, Deadline } from './count.js';
import type { Limit } from './limit.js';
import { instantAfter } from './questions.js';

/** The calendar of the domain's test vectors: both published years and the default hours. */
export const cnState: Calendar = {
  calendarId: 'CN-STATE',
  calendarVersion: 3,
  years: cnStateYears,
  workingHours: {
    segments: [
      { from: '08:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    seasons: [],
  },
  workingMinutesPerDay: 480,
  utcOffset: '+08:00',
  missingCalendar: 'PROVISIONAL',
};

/** The same, but a year without calendar is refused. */
export const cnStateStrict: Calendar = { ...cnState, missingCalendar: 'REFUSE' };

/** The same with later hours from May to September, and short ones over the new year. */
export const cnStateSeasonal: Calendar = {
  ...cnState,
  workingHours: {
    ...cnState.workingHours,
    seasons: [
      {
        from: '05-01',
        to: '09-30',
        segments: [
          { from: '08:30', to: '12:00' },
          { from: '14:30', to: '17:30' },
        ],
      },
      { from: '12-15', to: '02-15', segments: [{ from: '09:00', to: '16:00' }] },
    ],
  },
};

/** Hours that touch both ends of the day, in a zone that lies behind UTC by a broken hour. */
export const nightShift: Calendar = {
  ...cnState,
  workingHours: {
    segments: [
      { from: '00:00', to: '05:20' },
      { from: '20:00', to: '24:00' },
    ],
    seasons: [],
  },
  workingMinutesPerDay: 560,
  utcOffset: '-03:30',
};

/** The instant of a local time `YYYY-MM-DD HH:mm[:ss]` at +08:00. */
export const at = (local: string): string => {
  const [date = '', time = ''] = local.split(' ');
  return instantAfter(`${date}T${time.padEnd(8, ':00')}.000Z`, -8 * 3_600_000);
};

/** Working days from the start day's next on. */
export const wd = (amount: number): Limit => ({ rule: 'WHOLE_WORKING_DAYS', amount });
/** Working days as rolling working time. */
export const rollingDays = (amount: number): Limit => ({ rule: 'ROLLING_WORKING_TIME', amount, unit: 'DAY' });
export const workingMinutes = (amount: number): Limit => ({ rule: 'ROLLING_WORKING_TIME', amount });
export const cd = (amount: number): Limit => ({ rule: 'CALENDAR_DAYS', amount });
export const minutes = (amount: number): Limit => ({ rule: 'CONTINUOUS', amount });
export const until = (date: string): Limit => ({ rule: 'UNTIL_DATE', until: date });

/** A count under way, as a deadline left it. */
export const countOf = (startAt: string, limit: Limit, { dueAt, lastDay }: Deadline): Count => ({
  startAt,
  limit,
  dueAt,
  lastDay,
});
