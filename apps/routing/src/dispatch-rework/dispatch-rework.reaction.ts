import type { CaseEventOf } from '@bihuan/case';
import { reaction } from '@bihuan/event-store';
import { DispatchRework } from './dispatch-rework.decider.js';

/** A rework order goes out by itself; a dispatcher who was faster was first. */
export const dispatchReworkOn = reaction<CaseEventOf<'ReworkOrdered'>>('routing.dispatch-rework', {
  on: ['ReworkOrdered'],
  supersededBy: 'status',
  command: ({ data: { caseId } }, meta) => new DispatchRework({ caseId }, meta),
});
