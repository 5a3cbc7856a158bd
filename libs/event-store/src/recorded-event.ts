import { hash } from 'node:crypto';
import { type Actor, canonicalJson, type DomainEvent } from '@bihuan/kernel';

export const HASH_ALGORITHM = 'sha256';
/** `prevHash` of the first event of a stream. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/** A fact as a fold reads it, with the stream it is from. */
export type StreamEvent = DomainEvent & Readonly<{ tenantId: string; streamType: string; streamId: string }>;

/** A fact as the ledger keeps it: the whole envelope of domain/events.md §1 beside `type`, `data` and `meta`. */
export type RecordedEvent = StreamEvent &
  Readonly<{
    schemaVersion: number;
    /** Claimed; no clock trusts it. */
    occurredAt: string;
    correlationId: string;
    service: string;
    classification: 'INTERNAL' | 'RESTRICTED';
    hashAlg: string;
    prevHash: string;
    hash: string;
  }>;

/** What is hashed, `actor` and `data` as the very texts that are stored. */
export interface Hashed {
  readonly actor: string;
  readonly causationId: string | undefined;
  readonly classification: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly data: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly hashAlg: string;
  readonly occurredAt: string;
  readonly prevHash: string;
  readonly recordedAt: string;
  readonly schemaVersion: number;
  readonly service: string;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly tenantId: string;
}

export const streamTypeOf = (streamId: string): string => streamId.replace(/-[0-9a-f]{8}-[0-9a-f-]{27}$/, '');

/**
 * The RFC 8785 text of the envelope without position and hash. Its fields are known, so they stand here in their order:
 * sorting them anew for each event took half of its hashing. `actor` and `data` stay the bytes stored.
 */
const hashedText = (event: Hashed): string =>
  `{"actor":${event.actor},` +
  (event.causationId === undefined ? '' : `"causationId":${text(event.causationId)},`) +
  `"classification":${text(event.classification)},"commandId":${text(event.commandId)},` +
  `"correlationId":${text(event.correlationId)},"data":${event.data},"eventId":${text(event.eventId)},` +
  `"eventType":${text(event.eventType)},"hashAlg":${text(event.hashAlg)},"occurredAt":${text(event.occurredAt)},` +
  `"prevHash":${text(event.prevHash)},"recordedAt":${text(event.recordedAt)},"schemaVersion":${event.schemaVersion},` +
  `"service":${text(event.service)},"streamId":${text(event.streamId)},` +
  `"streamType":${text(streamTypeOf(event.streamId))},"streamVersion":${event.streamVersion},` +
  `"tenantId":${text(event.tenantId)}}`;

const text: (value: string) => string = canonicalJson;

/** The stream of an event, across tenants. */
export const streamName = ({ tenantId, streamId }: Pick<StreamEvent, 'tenantId' | 'streamId'>): string =>
  `${tenantId} ${streamId}`;

/** SHA-256 of the event, 64 hex; it names the hash before it, so a stream is a chain. */
export const hashOf = (event: Hashed): string => hash(HASH_ALGORITHM, hashedText(event), 'hex');

/** The whole envelope under the names that the API, Kafka and the export use. */
export interface Envelope {
  readonly eventId: string;
  readonly eventType: string;
  readonly schemaVersion: number;
  readonly tenantId: string;
  readonly streamType: string;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly globalPosition: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly commandId: string;
  readonly service: string;
  readonly classification: string;
  readonly hashAlg: string;
  readonly prevHash: string;
  readonly hash: string;
  readonly data: unknown;
}

/** The event as others read it. */
export function envelopeOf({ type, data, meta, ...event }: RecordedEvent): Envelope {
  const { eventId, version, position, recordedAt, actor, commandId, causationId } = meta;
  return {
    ...event,
    eventId,
    eventType: type,
    streamVersion: version,
    globalPosition: position,
    recordedAt,
    actor,
    commandId,
    ...(causationId === undefined ? {} : { causationId }),
    data,
  };
}
