import { repeated, rowFault, type RowFault } from './row-fault.js';
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

function faultsOfZone({ timeZone, utcOffset }: Settings): readonly RowFault[] {
  const offsets = offsetsOf(timeZone);
  if (!offsets) return [rowFault('unknown-zone', 'timeZone')];
  if (offsets.size > 1) return [rowFault('daylight-saving', 'timeZone')];
  return offsets.has(utcOffset) ? [] : [rowFault('offset-differs', 'utcOffset')];
}

type Segments = Settings['workingHours']['segments'];

const faultsOfSegments = (segments: Segments, ...at: readonly PropertyKey[]): readonly RowFault[] =>
  segments.flatMap(({ from, to }, index) => [
    ...(from < to ? [] : [rowFault('contradictory-range', ...at, index, 'to')]),
    ...(index > 0 && from < (segments[index - 1]?.to ?? '') ? [rowFault('wrong-order', ...at, index, 'from')] : []),
  ]);

/** What forbids publishing these settings. */
export const settingsFaults = (
  settings: Settings,
  { calendars }: Pick<ReferenceData, 'calendars'>,
): readonly RowFault[] => [
  ...faultsOfZone(settings),
  ...faultsOfSegments(settings.workingHours.segments, 'workingHours', 'segments'),
  ...settings.workingHours.seasons.flatMap(({ segments }, index) =>
    faultsOfSegments(segments, 'workingHours', 'seasons', index, 'segments'),
  ),
  ...faultsOfSegments(settings.officeHours ?? [], 'officeHours'),
  // A step that stands twice would ask the same reviewers twice.
  ...repeated(settings.feedbackReviewSteps, String).map((at) => rowFault('duplicate', 'feedbackReviewSteps', at)),
  // The settings of a new tenant come before its first calendar.
  ...(calendars.size === 0 || calendars.has(settings.defaultCalendarId)
    ? []
    : [rowFault('unknown-calendar', 'defaultCalendarId')]),
];
