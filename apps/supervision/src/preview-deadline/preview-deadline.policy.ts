import { refuse } from '@bihuan/case';
import { calendarOf, type ReferenceData } from '@bihuan/reference';
import {
  CalendarMissing,
  type CountingRule,
  deadline,
  explain,
  type Limit,
  type LimitUnit,
  type Step,
} from '@bihuan/working-time';

/** What a limit comes to, and how it was counted. */
export interface DeadlinePreview {
  readonly dueAt: string;
  readonly lastDay?: string;
  readonly calendarVersion: number;
  readonly provisional: boolean;
  readonly steps: readonly Step[];
}

/**
 * 时限试算: when a limit would end that began at an instant, by what the tenant has in force.
 * @throws Refusal CALENDAR_MISSING
 * @throws InvalidLimit when no rule counts the limit so
 */
export function previewDeadline(
  startAt: string,
  limit: Limit,
  calendarId: string | undefined,
  reference: ReferenceData,
): DeadlinePreview {
  const calendar = calendarOf(calendarId, reference);
  try {
    return { ...deadline(startAt, limit, calendar), steps: explain(startAt, limit, calendar) };
  } catch (error) {
    if (error instanceof CalendarMissing)
      refuse('CALENDAR_MISSING', { calendarId: error.calendarId, year: error.year });
    throw error;
  }
}

/** A limit before its parts are known to fit: a date for UNTIL_DATE, an amount for every other rule. */
export interface WrittenLimit {
  readonly rule: CountingRule;
  readonly amount?: number;
  readonly unit?: LimitUnit;
  readonly until?: string;
}

/** The limit as it is counted; undefined when the rule does not count in that unit. */
export function limitOf({ rule, amount = 0, unit, until = '' }: WrittenLimit): Limit | undefined {
  if (rule === 'UNTIL_DATE') return { rule, until };
  if (rule === 'ROLLING_WORKING_TIME') return { rule, amount, unit };
  if (rule === 'CONTINUOUS') return unit === 'DAY' ? undefined : { rule, amount, unit };
  return unit === undefined || unit === 'DAY' ? { rule, amount, unit } : undefined;
}
