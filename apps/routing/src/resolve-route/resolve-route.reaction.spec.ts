import type { RecordedEvent } from '@bihuan/event-store';
import { caseId, recorded, told, type Told } from '@bihuan/testing';
import { ResolveRoute } from './resolve-route.decider.js';
import { resolveRouteOn } from './resolve-route.reaction.js';

const now = '2025-08-07T07:25:00.000Z';

/** The event as the feed hands it on. */
const fed = (event: Told): RecordedEvent =>
  ({ ...recorded([event])[0], tenantId: 'zhanyi', streamId: `case-${caseId}`, streamType: 'case' }) as RecordedEvent;
const commandFor = (event: Told) => resolveRouteOn.commandFor(fed(event), now);

describe('what looks for a unit by itself', () => {
  it.each([
    ['a case accepted for dispatch', told('CaseAccepted')],
    ['a case accepted for claiming', told('CaseAccepted', { disposition: 'CLAIM' })],
    ['a case that its lead gave back', told('AssignmentReturnApproved')],
  ])('is %s', (_, event) => {
    const command = commandFor(event);
    expect(command).toBeInstanceOf(ResolveRoute);
    expect(command?.data).toEqual({ caseId });
  });

  it.each([
    ['a case answered at the desk', told('CaseAccepted', { disposition: 'DIRECT_ANSWER' })],
    ['a case handled on the spot', told('CaseAccepted', { disposition: 'SELF_HANDLED' })],
    ['a helper that leaves', told('AssignmentReturnApproved', { role: 'CO' })],
    ['an event it does not know', told('CaseRegistered')],
  ])('is not %s', (_, event) => {
    expect(commandFor(event)).toBeUndefined();
  });

  it('comes too late once the status has changed', () => {
    expect(commandFor(told('CaseAccepted'))?.meta.trigger).toMatchObject({ version: 1, supersededBy: 'status' });
  });
});
