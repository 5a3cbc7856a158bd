import { isWorkingDay } from '@bihuan/working-time';
import type { PublishedCalendarYear } from './calendar-year.js';
import { datesOfMonth, weekdayOf } from './civil-date.js';
import { problem, type Problem } from './problem.js';
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

function problemsOfDates(content: PublishedCalendarYear, field: 'off' | 'makeUp'): readonly Problem[] {
  const dates = content[field];
  const isForeign = (date: string): boolean => !date.startsWith(`${content.year}-`);
  const comesTooLate = (date: string, index: number): boolean => index > 0 && date <= (dates[index - 1] ?? '');
  return [
    ...dates.flatMap((date, index) => (isForeign(date) ? [problem('wrong-year', field, index)] : [])),
    ...dates.flatMap((date, index) => (comesTooLate(date, index) ? [problem('wrong-order', field, index)] : [])),
  ];
}

const isWeekend = (date: string): boolean => ['SATURDAY', 'SUNDAY'].includes(weekdayOf(date));

const problemsOfMakeUp = ({ off, makeUp }: PublishedCalendarYear): readonly Problem[] =>
  makeUp.flatMap((date, index) => [
    ...(off.includes(date) ? [problem('off-and-make-up', 'makeUp', index)] : []),
    ...(isWeekend(date) ? [] : [problem('make-up-on-weekday', 'makeUp', index)]),
  ]);

function problemsOfYear(
  { calendarId, year }: PublishedCalendarYear,
  { calendars }: Pick<ReferenceData, 'calendars'>,
): readonly Problem[] {
  const years = calendars.get(calendarId)?.years ?? [];
  const [first, last] = [years.at(0)?.year, years.at(-1)?.year];
  if (first === undefined || last === undefined) return [];
  return year < first - 1 || year > last + 1 ? [problem('year-gap', 'year')] : [];
}

function problemsOfTotals(content: PublishedCalendarYear): readonly Problem[] {
  const { workingDaysPerMonth: told } = content;
  if (told === undefined) return [];
  const counted = workingDaysPerMonth(content);
  return told.flatMap((days, month) =>
    days === counted[month] ? [] : [problem('working-days-differ', 'workingDaysPerMonth', month)],
  );
}

/** What forbids publishing this year of a calendar. */
export function calendarProblems(
  content: PublishedCalendarYear,
  known: Pick<ReferenceData, 'calendars'>,
): readonly Problem[] {
  const faults = [
    ...problemsOfYear(content, known),
    ...problemsOfDates(content, 'off'),
    ...problemsOfDates(content, 'makeUp'),
    ...problemsOfMakeUp(content),
  ];
  // Days that are not even of this year cannot be counted.
  return faults.length > 0 ? faults : problemsOfTotals(content);
}
