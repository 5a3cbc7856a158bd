import { type CaseState, isOver } from '@bihuan/case';
import type { RetentionClass, Settings } from '@bihuan/reference';
import { instantAfter } from '@bihuan/working-time';

/** Why the data of a case's complainant must stay; undefined when nothing keeps it. */
export type Kept = 'CASE_OPEN' | 'RETENTION';

const HOUR_MS = 3_600_000;
const UNIT_MS = { HOUR: HOUR_MS, DAY: 24 * HOUR_MS };

/**
 * What keeps it: the case is open, or the class it is kept by is not over (privacy.md §2–3). An order, and the wish of
 * the person, do not wait for the class; they do wait for the end of the case (PIPL art. 47).
 */
export function keptBy(
  state: CaseState,
  cause: 'RETENTION' | 'SUBJECT_REQUEST' | 'ORDER',
  settings: Settings,
  now: string,
): Kept | undefined {
  if (!isOver(state.status)) return 'CASE_OPEN';
  if (cause !== 'RETENTION') return undefined;
  return now < endOf(state.statusSince, settings.retention[classOf(state)]) ? 'RETENTION' : undefined;
}

function classOf({ status, channel }: CaseState): RetentionClass {
  if (status === 'NOT_ACCEPTED' || status === 'DIVERTED') return 'NOT_HANDLED';
  return channel === 'PETITION' ? 'PETITION_OR_AGREEMENT' : 'CASE';
}

/** Instants sort as text, so 29 February of a common year is as good as the first of March. */
function endOf(since: string, { amount, unit }: Settings['retention'][RetentionClass]): string {
  if (unit !== 'YEAR') return instantAfter(since, amount * UNIT_MS[unit]);
  return `${Number(since.slice(0, 4)) + amount}${since.slice(4)}`;
}
