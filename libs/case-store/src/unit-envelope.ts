import { CASE_HANDED_TO_UNIT, type UnitMessage } from '@bihuan/case';
import { type Envelope, idOf, type RecordedEvent } from '@bihuan/event-store';

/** A message of a unit's topic with its envelope: that of its event, without the hashes, which only the whole fact has. */
export interface UnitEnvelope extends Omit<Envelope, 'actor' | 'hashAlg' | 'prevHash' | 'hash'> {
  readonly actor: UnitMessage['actor'];
}

/**
 * Puts the envelope of its event around a message. `CaseHandedToUnit` is no fact of the ledger: its id is the UUIDv5 of
 * its AssignmentDispatched, which it also names as its cause; version and position are that event's.
 */
export function unitEnvelope({ meta, ...event }: RecordedEvent, { type, actor, data }: UnitMessage): UnitEnvelope {
  const { eventId, version, position, recordedAt, commandId, causationId } = meta;
  const isFact = type !== CASE_HANDED_TO_UNIT;
  const cause = isFact ? causationId : eventId;
  return {
    eventId: isFact ? eventId : idOf(eventId),
    eventType: type,
    schemaVersion: isFact ? event.schemaVersion : 1,
    tenantId: event.tenantId,
    streamType: event.streamType,
    streamId: event.streamId,
    streamVersion: version,
    globalPosition: position,
    occurredAt: event.occurredAt,
    recordedAt,
    actor,
    correlationId: event.correlationId,
    ...(cause === undefined ? {} : { causationId: cause }),
    commandId,
    service: event.service,
    classification: event.classification,
    data,
  };
}
