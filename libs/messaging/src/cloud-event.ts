import type { Envelope, EventKind, RecordedEvent, Upcast } from '@bihuan/event-store';
import { type Actor, canonicalJson } from '@bihuan/kernel';
import type { IHeaders, Message } from 'kafkajs';
import { z } from 'zod';
import { MalformedMessage } from './errors.js';

/** What the relay knows of an event beside the event. */
export interface Sent {
  /** Of the ledger when it was sent; raised when the ledger was taken back. */
  readonly epoch: number;
  /** Where `GET /v1/audit/feed` goes on after this event. */
  readonly cursor: string;
}

/** The envelope of what is told: of an event with its hashes, of what a unit is told without. */
export type Told = Omit<Envelope, 'actor' | 'hashAlg' | 'prevHash' | 'hash'> &
  Partial<Pick<Envelope, 'hashAlg' | 'prevHash' | 'hash'>> & { readonly actor: Partial<Actor> };

/** An event as a message of Kafka: CloudEvents 1.0 in binary mode; with its hashes it is complete (api.md §5). */
export function messageOf(told: Told, { epoch, cursor }: Sent): Message {
  const { streamType, streamId, eventId, schemaVersion, correlationId, hashAlg, hash, prevHash } = told;
  const subject = streamId.slice(streamType.length + 1);
  return {
    key: streamType === 'case' ? subject : streamId,
    // The data of a fact is stored in canonical form and comes out of it so; what a unit is told is put together anew.
    value: hash === undefined ? canonicalJson(told.data) : JSON.stringify(told.data),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: eventId,
      ce_source: sourceOf(told.tenantId, streamType),
      // The version of the language; that of the payload is ce_schemaversion.
      ce_type: `bihuan.${streamType}.${told.eventType}.v1`,
      ce_subject: subject,
      ce_time: told.recordedAt,
      ce_sequence: String(told.streamVersion),
      ce_position: String(told.globalPosition),
      ce_epoch: String(epoch),
      ce_cursor: cursor,
      ce_schemaversion: String(schemaVersion),
      ce_actor: JSON.stringify(told.actor),
      ce_occurredat: told.occurredAt,
      ce_correlationid: correlationId,
      ...(told.causationId === undefined ? {} : { ce_causationid: told.causationId }),
      ce_commandid: told.commandId,
      ce_service: told.service,
      ce_classification: told.classification,
      ...(hashAlg === undefined ? {} : { ce_hashalg: hashAlg }),
      ...(hash === undefined ? {} : { ce_hash: hash }),
      ...(prevHash === undefined ? {} : { ce_prevhash: prevHash }),
      traceparent: traceOf(correlationId, eventId),
    },
  };
}

const sourceOf = (tenantId: string, streamType: string): string =>
  `/tenants/${tenantId}/${streamType === 'case' ? 'cases' : streamType}`;

/** W3C Trace Context: the trace is the request that began it all; the span is the event. */
const traceOf = (correlationId: string, eventId: string): string =>
  `00-${correlationId}-${eventId.replaceAll('-', '').slice(16)}-01`;

const actor = z.object({
  kind: z.enum(['STAFF', 'CITIZEN', 'INTEGRATOR', 'DEVICE', 'SYSTEM']),
  ref: z.string(),
  unitId: z.string().optional(),
  role: z.string(),
});
const number = z.string().regex(/^\d+$/).transform(Number);
const TYPE = /^bihuan\.([a-z-]+)\.([A-Za-z]+)\.v1$/;

/** Of which kind the event of a message is, without reading the rest; undefined when it does not say so. */
export function kindOf({ headers }: { headers?: IHeaders }): EventKind | undefined {
  const told = headers?.['ce_type'];
  const [, streamType, type] = (Array.isArray(told) ? undefined : TYPE.exec(told?.toString() ?? '')) ?? [];
  return streamType === undefined || type === undefined ? undefined : { streamType, type };
}

const headersShape = z.object({
  ce_id: z.uuid(),
  ce_source: z.string().regex(/^\/tenants\/[A-Za-z0-9-]+\/[a-z-]+$/),
  ce_type: z.string().regex(TYPE),
  ce_subject: z.uuid(),
  ce_time: z.string(),
  ce_sequence: number,
  ce_position: number,
  ce_epoch: number,
  ce_schemaversion: number,
  ce_actor: z.string(),
  ce_occurredat: z.string(),
  ce_correlationid: z.string(),
  ce_causationid: z.string().optional(),
  ce_commandid: z.uuid(),
  ce_service: z.string(),
  ce_classification: z.enum(['INTERNAL', 'RESTRICTED']),
  ce_hashalg: z.string(),
  ce_hash: z.string(),
  ce_prevhash: z.string(),
});

/** An event as it came over Kafka, and the epoch it was sent in. */
export interface Received {
  readonly event: RecordedEvent;
  readonly epoch: number;
}

/**
 * The event of a message, its payload in the newest shape.
 * @throws MalformedMessage when it is not as `messageOf` made it
 * @throws what `upcast` throws at a version it does not know
 */
export function eventFrom({ headers, value }: { headers?: IHeaders; value: Buffer | null }, upcast: Upcast): Received {
  const parsed = headersShape.safeParse(textsOf(headers));
  if (!parsed.success) throw new MalformedMessage(parsed.error.issues.map(({ path }) => path.join('.')).join(', '));
  const told = parsed.data;
  const [, streamType = '', type = ''] = told.ce_type.split('.');
  const [, , tenantId = ''] = told.ce_source.split('/');
  const known = {
    eventId: told.ce_id,
    version: told.ce_sequence,
    position: told.ce_position,
    recordedAt: told.ce_time,
    actor: actorIn(told.ce_actor),
    commandId: told.ce_commandid,
  };
  const event: RecordedEvent = {
    type,
    data: dataIn(upcast(type, told.ce_schemaversion, jsonIn(value?.toString('utf8')))),
    meta: told.ce_causationid === undefined ? known : { ...known, causationId: told.ce_causationid },
    tenantId,
    streamType,
    streamId: `${streamType}-${told.ce_subject}`,
    schemaVersion: told.ce_schemaversion,
    occurredAt: told.ce_occurredat,
    correlationId: told.ce_correlationid,
    service: told.ce_service,
    classification: told.ce_classification,
    hashAlg: told.ce_hashalg,
    prevHash: told.ce_prevhash,
    hash: told.ce_hash,
  };
  return { event, epoch: told.ce_epoch };
}

const textsOf = (headers: IHeaders = {}): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? undefined : value?.toString()]),
  );

function jsonIn(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (error) {
    throw new MalformedMessage('body', { cause: error });
  }
}

function actorIn(text: string): Actor {
  const read = actor.safeParse(jsonIn(text));
  if (!read.success) throw new MalformedMessage('ce_actor');
  const { unitId, ...others } = read.data;
  return unitId === undefined ? others : { ...others, unitId };
}

function dataIn(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new MalformedMessage('body');
  return value;
}
