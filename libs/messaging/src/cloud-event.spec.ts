import { envelopeOf } from '@bihuan/event-store';
import { recordedIn } from '@bihuan/testing';
import type { IHeaders, Message } from 'kafkajs';
import { eventFrom, kindOf, messageOf } from './cloud-event.js';

const CASE = '0190b1f2-7c3a-7000-8000-000000000001';
const EVENT = '0190b1f2-7c3a-7000-8000-00000000000a';
const COMMAND = '0190b1f2-7c3a-7000-8000-00000000000b';
const accepted = recordedIn('case', `case-${CASE}`, {
  type: 'CaseAccepted',
  data: { caseId: CASE, disposition: 'DISPATCH' },
  meta: {
    eventId: EVENT,
    version: 3,
    position: 17,
    commandId: COMMAND,
    causationId: EVENT,
    actor: { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' },
  },
});
const event = { ...accepted, correlationId: '4bf92f3577b34da6a3ce929d0e0e4736' };
const sent = { epoch: 2, cursor: 'WzBd' };
const upcast = (type: string, version: number) => ({ type, version });
const asStored = (_: string, __: number, data: unknown) => data;

/** As it comes out of the broker: everything is bytes. */
const overTheWire = ({ headers = {}, value }: Message) => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, told]) => [name, Buffer.from(String(told))])),
  value: Buffer.from(String(value)),
});
const without = (name: string): { headers: IHeaders; value: Buffer } => {
  const { headers, value } = overTheWire(messageOf(envelopeOf(event), sent));
  return { headers: Object.fromEntries(Object.entries(headers).filter(([known]) => known !== name)), value };
};

describe('an event as a message', () => {
  it('has the headers of CloudEvents in binary mode, and the payload as its body', () => {
    expect(messageOf(envelopeOf(event), sent)).toEqual({
      key: CASE,
      value: `{"caseId":"${CASE}","disposition":"DISPATCH"}`,
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: EVENT,
        ce_source: '/tenants/zhanyi/cases',
        ce_type: 'bihuan.case.CaseAccepted.v1',
        ce_subject: CASE,
        ce_time: '2026-03-02T00:00:00.000Z',
        ce_sequence: '3',
        ce_position: '17',
        ce_epoch: '2',
        ce_cursor: 'WzBd',
        ce_schemaversion: '1',
        ce_actor: '{"kind":"STAFF","ref":"clerk-1","unitId":"CENTRE","role":"CLERK"}',
        ce_occurredat: '2026-03-02T00:00:00.000Z',
        ce_correlationid: '4bf92f3577b34da6a3ce929d0e0e4736',
        ce_causationid: EVENT,
        ce_commandid: COMMAND,
        ce_service: 'INTAKE',
        ce_classification: 'INTERNAL',
        ce_hashalg: 'sha256',
        ce_hash: 'a'.repeat(64),
        ce_prevhash: '0'.repeat(64),
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-800000000000000a-01',
      },
    });
  });

  it('tells its kind before it is read', () => {
    expect(kindOf(overTheWire(messageOf(envelopeOf(event), sent)))).toEqual({
      streamType: 'case',
      type: 'CaseAccepted',
    });
    expect(kindOf(without('ce_type'))).toBeUndefined();
    expect(kindOf({ headers: { ce_type: 'elsewhere.case.CaseAccepted.v1' } })).toBeUndefined();
  });

  it('of another stream has the stream as its key', () => {
    const units = recordedIn('units', `units-${CASE}`, { type: 'UnitsPublished', data: { version: 1 } });
    expect(messageOf(envelopeOf(units), sent)).toEqual(
      expect.objectContaining({
        key: `units-${CASE}`,
        headers: expect.objectContaining({ ce_source: '/tenants/zhanyi/units', ce_subject: CASE }),
      }),
    );
  });

  it('is the same event again at the other end, hash and all', () => {
    expect(eventFrom(overTheWire(messageOf(envelopeOf(event), sent)), asStored)).toEqual({ event, epoch: 2 });
  });

  it('is brought to the newest shape at the other end', () => {
    const received = eventFrom(overTheWire(messageOf(envelopeOf(event), sent)), upcast);
    expect(received.event.data).toEqual({ type: 'CaseAccepted', version: 1 });
  });
});

describe('a message that the relay never wrote', () => {
  it.each(['ce_id', 'ce_type', 'ce_source', 'ce_sequence', 'ce_epoch', 'ce_actor', 'ce_hash'])(
    'is refused without %s',
    (name) => {
      expect(() => eventFrom(without(name), asStored)).toThrow(
        expect.objectContaining({ name: 'MalformedMessage', message: name }),
      );
    },
  );

  it.each([
    ['no JSON', Buffer.from('{')],
    ['no object', Buffer.from('7')],
    ['nothing', null],
  ])('is refused with a body that is %s', (_, value) => {
    const { headers } = overTheWire(messageOf(envelopeOf(event), sent));
    expect(() => eventFrom({ headers, value }, asStored)).toThrow(
      expect.objectContaining({ name: 'MalformedMessage', message: 'body' }),
    );
  });

  it('is refused with an actor that is none', () => {
    const { headers, value } = overTheWire(messageOf(envelopeOf(event), sent));
    const told = { headers: { ...headers, ce_actor: Buffer.from('{"kind":"NOBODY"}') }, value };
    expect(() => eventFrom(told, asStored)).toThrow(expect.objectContaining({ message: 'ce_actor' }));
  });
});
