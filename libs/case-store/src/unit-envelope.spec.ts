import { caseId, recordedIn, told, uuidOf } from '@bihuan/testing';
import { unitEnvelope } from './unit-envelope.js';

const eventId = '0190b1f2-0000-7000-8000-000000000010';
const actor = { kind: 'STAFF', role: 'DISPATCHER', unitId: 'CENTRE' } as const;
const event = recordedIn('case', `case-${caseId}`, {
  ...told('AssignmentDispatched'),
  meta: { eventId, version: 5, position: 90, causationId: uuidOf(4) },
});
const envelope = {
  schemaVersion: 1,
  tenantId: 'zhanyi',
  streamType: 'case',
  streamId: `case-${caseId}`,
  streamVersion: 5,
  globalPosition: 90,
  occurredAt: '2026-03-02T00:00:00.000Z',
  recordedAt: '2026-03-02T00:00:00.000Z',
  actor,
  correlationId: 'c-1',
  commandId: 'earlier-1',
  service: 'INTAKE',
  classification: 'INTERNAL',
};

describe('the envelope of a message to a unit', () => {
  it('is that of its event, without hashes and as the message names the actor', () => {
    const data = { caseId };
    expect(unitEnvelope(event, { unitId: 'ZJJ', type: 'AssignmentDispatched', actor, data })).toEqual({
      ...envelope,
      eventId,
      eventType: 'AssignmentDispatched',
      causationId: uuidOf(4),
      data,
    });
  });

  it('gives a case that is handed over an id made from its dispatch, the same for ever', () => {
    const data = { caseId };
    expect(unitEnvelope(event, { unitId: 'ZJJ', type: 'CaseHandedToUnit', actor, data })).toEqual({
      ...envelope,
      eventId: 'b50834a0-30ec-599f-9aee-853ff59b3ae4',
      eventType: 'CaseHandedToUnit',
      causationId: eventId,
      data,
    });
  });

  it('names no cause where a person was the cause', () => {
    const first = recordedIn('case', `case-${caseId}`, told('AssignmentSigned'));
    const shown = unitEnvelope(first, { unitId: 'ZJJ', type: 'AssignmentSigned', actor, data: {} });
    expect(Object.keys(shown)).not.toContain('causationId');
  });
});
