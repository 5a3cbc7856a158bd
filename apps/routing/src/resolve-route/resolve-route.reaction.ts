import type { CaseEventOf } from '@bihuan/case';
import { reaction } from '@bihuan/event-store';
import { ResolveRoute } from './resolve-route.decider.js';

type Trigger = CaseEventOf<'CaseAccepted' | 'AssignmentReturnApproved'>;

/** A case answered at the desk or handled on the spot needs no unit; a helper that leaves needs no new lead. */
const needsLead = ({ type, data }: Trigger): boolean =>
  type === 'CaseAccepted' ? data.disposition === 'DISPATCH' || data.disposition === 'CLAIM' : data.role === 'LEAD';

/** An accepted case, or one that its lead gave back, looks for its unit. Whoever dispatched it meanwhile was first. */
export const resolveRouteOn = reaction<Trigger>('routing.resolve-route', {
  on: ['CaseAccepted', 'AssignmentReturnApproved'],
  supersededBy: 'status',
  when: needsLead,
  command: ({ data: { caseId } }, meta) => new ResolveRoute({ caseId }, meta),
});
