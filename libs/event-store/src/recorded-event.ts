import { createHash } from 'node:crypto';
import { type Actor, canonicalJson, type DomainEvent } from '@bihuan/kernel';

export const HASH_ALGORITHM = 'sha256';
/** `prevHash` of the first event of a stream. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/** A fact as the ledger keeps it: the whole envelope of domain/events.md §1 beside `type`, `data` and `meta`. */
export type RecordedEvent = DomainEvent &
  Readonly<{
    tenantId: string;
    streamType: string;
    streamId: string;
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

/** The RFC 8785 text of the envelope without position and hash, put together so that `data` stays the bytes stored. */
function hashedText(event: Hashed): string {
  const { actor, data, causationId, ...rest } = event;
  const { classification, commandId, correlationId, eventId, eventType, hashAlg, occurredAt, ...later } = rest;
  const { prevHash, recordedAt, schemaVersion, service, streamId, streamVersion, tenantId } = later;
  const cause = causationId === undefined ? '' : `"causationId":${canonicalJson(causationId)},`;
  const middle = canonicalJson({
    eventId,
    eventType,
    hashAlg,
    occurredAt,
    prevHash,
    recordedAt,
    schemaVersion,
    service,
  });
  const last = canonicalJson({ streamId, streamType: streamTypeOf(streamId), streamVersion, tenantId });
  const first = canonicalJson({ classification, commandId, correlationId });
  return `{"actor":${actor},${cause}${first.slice(1, -1)},"data":${data},${middle.slice(1, -1)},${last.slice(1)}`;
}

/** SHA-256 of the event, 64 hex; it names the hash before it, so a stream is a chain. */
export const hashOf = (event: Hashed): string => createHash(HASH_ALGORITHM).update(hashedText(event)).digest('hex');

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
