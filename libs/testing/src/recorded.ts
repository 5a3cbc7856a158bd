import type { RecordedEvent } from '@bihuan/event-store';
import type { DomainEvent, EventMeta, NewEvent } from '@bihuan/kernel';

/** An event as a test tells it: of the envelope only what the rule under test reads. */
export type Told = NewEvent & { readonly meta?: Partial<EventMeta> };

const ENVELOPE = {
  recordedAt: '2026-03-02T00:00:00.000Z',
  actor: { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' },
} as const;

/** The events as a ledger gives them back, versions from 1. */
export const recorded = (history: readonly Told[]): DomainEvent[] =>
  history.map(({ type, data, meta }, index) => ({
    type,
    data,
    meta: {
      ...ENVELOPE,
      commandId: `earlier-${index + 1}`,
      eventId: `event-${index + 1}`,
      version: index + 1,
      position: index + 1,
      ...meta,
    },
  }));

/** One event of a stream as the ledger keeps it, whole envelope and all. */
export function recordedIn(streamType: string, streamId: string, event: Told): RecordedEvent {
  const { meta, ...told } = event;
  const envelope = { ...ENVELOPE, eventId: 'event-1', commandId: 'earlier-1', version: 1, position: 1, ...meta };
  return {
    ...told,
    data: told.data ?? {},
    meta: envelope,
    tenantId: 'zhanyi',
    streamType,
    streamId,
    schemaVersion: 1,
    occurredAt: envelope.recordedAt,
    correlationId: 'c-1',
    service: 'INTAKE',
    classification: 'INTERNAL',
    hashAlg: 'sha256',
    prevHash: '0'.repeat(64),
    hash: 'a'.repeat(64),
  };
}
