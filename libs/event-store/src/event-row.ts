import type { Actor } from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import { type RecordedEvent, streamTypeOf } from './recorded-event.js';

/** A row of `ledger.events` as our connections read it. */
export interface EventRow {
  readonly position: number;
  readonly tenant_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly actor: Actor;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly command_id: string;
  readonly service: string;
  readonly classification: RecordedEvent['classification'];
  readonly hash_alg: string;
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
  readonly data: object;
}

export const EVENT_COLUMNS = `position, tenant_id, stream_id, version, event_id, type, schema_version, occurred_at,
  recorded_at, actor, correlation_id, causation_id, command_id, service, classification, hash_alg, prev_hash, hash, data`;

/** The event of a row, its payload in the newest shape. */
export function recordedFrom(row: EventRow, upcast: Upcast): RecordedEvent {
  const known = {
    eventId: row.event_id,
    version: row.version,
    position: row.position,
    recordedAt: row.recorded_at,
    actor: row.actor,
    commandId: row.command_id,
  };
  return {
    type: row.type,
    data: payloadOf(upcast(row.type, row.schema_version, row.data)),
    meta: row.causation_id === null ? known : { ...known, causationId: row.causation_id },
    tenantId: row.tenant_id,
    streamType: streamTypeOf(row.stream_id),
    streamId: row.stream_id,
    schemaVersion: row.schema_version,
    occurredAt: row.occurred_at,
    correlationId: row.correlation_id,
    service: row.service,
    classification: row.classification,
    hashAlg: row.hash_alg,
    prevHash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}

/** A payload is an object, always. @throws TypeError for anything else */
export function payloadOf(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new TypeError('a payload is an object');
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
