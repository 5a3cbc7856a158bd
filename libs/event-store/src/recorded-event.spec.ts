import { createHash } from 'node:crypto';
import { canonicalJson } from '@bihuan/kernel';
import { envelopeOf, type Hashed, hashOf, type RecordedEvent, streamTypeOf } from './recorded-event.js';

const hashed: Hashed = {
  actor: '{"kind":"STAFF","ref":"clerk-1","role":"CLERK","unitId":"CENTRE"}',
  causationId: undefined,
  classification: 'INTERNAL',
  commandId: '0190b1f2-0000-7000-8000-000000000002',
  correlationId: 'c'.repeat(32),
  data: '{"caseId":"0190b1f2-0000-7000-8000-00000000000c","note":"井盖"}',
  eventId: '0190b1f2-0000-7000-8000-000000000001',
  eventType: 'NoteTaken',
  hashAlg: 'sha256',
  occurredAt: '2026-03-02T00:59:00.000Z',
  prevHash: '0'.repeat(64),
  recordedAt: '2026-03-02T01:00:00.000Z',
  schemaVersion: 1,
  service: 'INTAKE',
  streamId: 'case-0190b1f2-0000-7000-8000-00000000000c',
  streamVersion: 1,
  tenantId: 'zhanyi',
};
const caused: Hashed = { ...hashed, causationId: '0190b1f2-0000-7000-8000-000000000003' };

/** Every hashed field but the one that may be absent, with another value. */
const otherValues = Object.keys(hashed)
  .filter((name) => name !== 'causationId')
  .map((name) => [name, ['data', 'actor'].includes(name) ? '{}' : '7'] as const);

describe('the hash of an event', () => {
  // Never changed: every ledger that was ever written is verified by it.
  it.each([
    ['that a person caused', hashed, '81fa181b8a12a700703802d19eaba5e49adc7496d9719d7b368a17c49258745d'],
    ['that answers another', caused, '299244a935edf3b0d604e257fffbc194a7bd32c887480acd5ab4bab2f6404672'],
  ])('%s is this one, for ever', (_, event, hash) => {
    expect(hashOf(event)).toBe(hash);
  });

  it.each([
    ['that a person caused', hashed],
    ['that answers another', caused],
  ])('%s is SHA-256 over the RFC 8785 text of its envelope without position and hash', (_, event) => {
    const { actor, data, ...rest } = event;
    const envelope = {
      ...rest,
      streamType: 'case',
      actor: JSON.parse(actor) as unknown,
      data: JSON.parse(data) as unknown,
    };
    expect(hashOf(event)).toBe(createHash('sha256').update(canonicalJson(envelope)).digest('hex'));
  });

  it.each(otherValues)('covers %s', (name, other) => {
    expect(hashOf({ ...hashed, [name]: other })).not.toBe(hashOf(hashed));
  });
});

describe('the type of a stream', () => {
  it.each([
    ['case-0190b1f2-0000-7000-8000-00000000000c', 'case'],
    ['letter-register-0190b1f2-0000-5000-8000-00000000000c', 'letter-register'],
  ])('of %s is %s', (streamId, type) => {
    expect(streamTypeOf(streamId)).toBe(type);
  });
});

describe('the envelope as others read it', () => {
  it('holds every field of the event under its public name', () => {
    const actor = { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' } as const;
    const event: RecordedEvent = {
      type: 'NoteTaken',
      data: { text: 'x' },
      meta: { eventId: 'e', version: 2, position: 7, recordedAt: 'r', actor, commandId: 'c', causationId: 'b' },
      tenantId: 'zhanyi',
      streamType: 'note',
      streamId: 'note-1',
      schemaVersion: 1,
      occurredAt: 'o',
      correlationId: 'd',
      service: 'INTAKE',
      classification: 'INTERNAL',
      hashAlg: 'sha256',
      prevHash: 'p',
      hash: 'h',
    };
    expect(envelopeOf(event)).toEqual({
      eventId: 'e',
      eventType: 'NoteTaken',
      schemaVersion: 1,
      tenantId: 'zhanyi',
      streamType: 'note',
      streamId: 'note-1',
      streamVersion: 2,
      globalPosition: 7,
      occurredAt: 'o',
      recordedAt: 'r',
      actor,
      correlationId: 'd',
      causationId: 'b',
      commandId: 'c',
      service: 'INTAKE',
      classification: 'INTERNAL',
      hashAlg: 'sha256',
      prevHash: 'p',
      hash: 'h',
      data: { text: 'x' },
    });
  });
});
