import type { EventsOwnedBy } from '@bihuan/case';

const closed: EventsOwnedBy<'feedback'> = {
  type: 'CaseClosed',
  data: { caseId: '', round: 1, closureType: 'CONFIRMED', resolutionLevel: 'COUNTY' },
};
// @ts-expect-error routing may not close a case
export const foreign: EventsOwnedBy<'routing'> = closed;
