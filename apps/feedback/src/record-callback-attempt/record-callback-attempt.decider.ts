import { type CallbackAttempt, caseDecider, fact, refuse } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { calendarOf, type ReferenceData } from '@bihuan/reference';
import { CalendarMissing, isOfficeHours } from '@bihuan/working-time';

export class RecordCallbackAttempt extends Command<{ caseId: string } & Pick<CallbackAttempt, 'channel' | 'result'>> {}

/** 回访未果: an attempt that brought no answers. Enough of them, well spread, let a supervisor close the case. */
export const recordCallbackAttempt = caseDecider('RecordCallbackAttempt', {
  decide({ data: { caseId, channel, result } }: RecordCallbackAttempt, { callback }, { now, reference }) {
    const attempt = (callback?.attempts.length ?? 0) + 1;
    const outsideOfficeHours = isOutsideOfficeHours(now, reference);
    return [fact('CallbackAttempted', { caseId, attempt, channel, result, outsideOfficeHours })];
  },
});

/** @throws Refusal CALENDAR_MISSING */
function isOutsideOfficeHours(now: string, reference: ReferenceData): boolean {
  try {
    return !isOfficeHours(now, calendarOf(undefined, reference), reference.settings.officeHours);
  } catch (error) {
    if (!(error instanceof CalendarMissing)) throw error;
    const { calendarId, year } = error;
    return refuse('CALENDAR_MISSING', { calendarId, year });
  }
}
