import { isWorkingDay } from '@bihuan/working-time';
import type { PublishedCalendarYear } from './calendar-year.js';
import { datesOfMonth, weekdayOf } from './civil-date.js';
import { rowFault, type RowFault } from './row-fault.js';
import type { ReferenceData } from './reference-data.js';

/** Working days of January to December by the days listed. */
export function workingDaysPerMonth(content: PublishedCalendarYear): readonly number[] {
  const calendar = {
    calendarId: content.calendarId,
    calendarVersion: 0,
    years: [content],
    workingHours: { segments: [{ from: '00:00', to: '24:00' }], seasons: [] },
    workingMinutesPerDay: 1440,
    utcOffset: '+00:00',
    missingCalendar: 'REFUSE',
  } as const;
  const works = (date: string): boolean => isWorkingDay(date, calendar);
  return Array.from({ length: 12 }, (_, month) => datesOfMonth(content.year, month + 1).filter(works).length);
}

function faultsOfDates(content: PublishedCalendarYear, field: 'off' | 'makeUp'): readonly RowFault[] {
  const dates = content[field];
  const isForeign = (date: string): boolean => !date.startsWith(`${content.year}-`);
  const comesTooLate = (date: string, index: number): boolean => index > 0 && date <= (dates[index - 1] ?? '');
  return [
    ...dates.flatMap((date, index) => (isForeign(date) ? [rowFault('wrong-year', field, index)] : [])),
    ...dates.flatMap((date, index) => (comesTooLate(date, index) ? [rowFault('wrong-order', field, index)] : [])),
  ];
}

const isWeekend = (date: string): boolean => ['SATURDAY', 'SUNDAY'].includes(weekdayOf(date));

const faultsOfMakeUp = ({ off, makeUp }: PublishedCalendarYear): readonly RowFault[] =>
  makeUp.flatMap((date, index) => [
    ...(off.includes(date) ? [rowFault('off-and-make-up', 'makeUp', index)] : []),
    ...(isWeekend(date) ? [] : [rowFault('make-up-on-weekday', 'makeUp', index)]),
  ]);

function faultsOfYear(
  { calendarId, year }: PublishedCalendarYear,
  { calendars }: Pick<ReferenceData, 'calendars'>,
): readonly RowFault[] {
  const years = calendars.get(calendarId)?.years ?? [];
  const [first, last] = [years.at(0)?.year, years.at(-1)?.year];
  if (first === undefined || last === undefined) return [];
  return year < first - 1 || year > last + 1 ? [rowFault('year-gap', 'year')] : [];
}

function faultsOfTotals(content: PublishedCalendarYear): readonly RowFault[] {
  const { workingDaysPerMonth: told } = content;
  if (told === undefined) return [];
  const counted = workingDaysPerMonth(content);
  return told.flatMap((days, month) =>
    days === counted[month] ? [] : [rowFault('working-days-differ', 'workingDaysPerMonth', month)],
  );
}

/** What forbids publishing this year of a calendar. */
export function calendarFaults(
  content: PublishedCalendarYear,
  known: Pick<ReferenceData, 'calendars'>,
): readonly RowFault[] {
  const faults = [
    ...faultsOfYear(content, known),
    ...faultsOfDates(content, 'off'),
    ...faultsOfDates(content, 'makeUp'),
    ...faultsOfMakeUp(content),
  ];
  // Days that are not even of this year cannot be counted.
  return faults.length > 0 ? faults : faultsOfTotals(content);
}
