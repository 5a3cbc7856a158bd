import type { CaseEvent, CaseEventType } from '@bihuan/case';
import { reaction } from '@bihuan/event-store';
import { SettleClocks } from './settle-clocks.decider.js';

/** What it writes itself and need not hear of; a breach it must, for the clock of its explanation starts there. */
const own: ReadonlySet<string> = new Set([
  'SlaStarted',
  'SlaPaused',
  'SlaResumed',
  'SlaDeadlineMoved',
  'SlaWarned',
  'SlaStopped',
] satisfies CaseEventType[]);

/** Whatever happens to a case, its clocks are settled anew; which of the events woke it does not matter. */
export const settleClocksOn = reaction<CaseEvent>('supervision.settle-clocks', {
  on: 'every-event',
  supersededBy: 'nothing',
  isWokenByTheNewest: true,
  when: ({ type }) => !own.has(type),
  command: ({ data: { caseId } }, meta) => new SettleClocks({ caseId }, meta),
});
