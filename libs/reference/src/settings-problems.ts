import { problem, type Problem } from './problem.js';
import type { ReferenceData } from './reference-data.js';
import type { Settings } from './settings.js';

// The 1st of each month of 2025 to 2028: a zone with daylight saving differs on at least one of them.
const MONTH_MS = 2_629_800_000;
const SINCE_MS = 1_735_689_600_000;
const SAMPLES = Array.from({ length: 48 }, (_, month) => SINCE_MS + month * MONTH_MS);

/** Offsets that a zone has over the years, as `+08:00`; undefined when there is no such zone. */
function offsetsOf(timeZone: string): ReadonlySet<string> | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const offsetAt = (instant: number): string => {
      const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      return name.slice('GMT'.length) || '+00:00';
    };
    return new Set(SAMPLES.map(offsetAt));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function problemsOfZone({ timeZone, utcOffset }: Settings): readonly Problem[] {
  const offsets = offsetsOf(timeZone);
  if (!offsets) return [problem('unknown-zone', 'timeZone')];
  if (offsets.size > 1) return [problem('daylight-saving', 'timeZone')];
  return offsets.has(utcOffset) ? [] : [problem('offset-differs', 'utcOffset')];
}

type Segments = Settings['workingHours']['segments'];

const problemsOfSegments = (segments: Segments, ...at: readonly PropertyKey[]): readonly Problem[] =>
  segments.flatMap(({ from, to }, index) => [
    ...(from < to ? [] : [problem('contradictory-range', ...at, index, 'to')]),
    ...(index > 0 && from < (segments[index - 1]?.to ?? '') ? [problem('wrong-order', ...at, index, 'from')] : []),
  ]);

/** What forbids publishing these settings. */
export const settingsProblems = (
  settings: Settings,
  { calendars }: Pick<ReferenceData, 'calendars'>,
): readonly Problem[] => [
  ...problemsOfZone(settings),
  ...problemsOfSegments(settings.workingHours.segments, 'workingHours', 'segments'),
  ...settings.workingHours.seasons.flatMap(({ segments }, index) =>
    problemsOfSegments(segments, 'workingHours', 'seasons', index, 'segments'),
  ),
  ...problemsOfSegments(settings.officeHours ?? [], 'officeHours'),
  // The settings of a new tenant come before its first calendar.
  ...(calendars.size === 0 || calendars.has(settings.defaultCalendarId)
    ? []
    : [problem('unknown-calendar', 'defaultCalendarId')]),
];
