import { incompatibleChanges, type MessagesDocument } from './incompatible-changes.js';

const uuid = { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$', description: 'Lower case.' };

const released = {
  channels: {
    caseEvents: {
      address: 'bihuan.case-events.v1',
      bindings: { kafka: { partitions: 24 } },
      messages: {
        'CaseClosed.v1': {
          contentType: 'application/json',
          bindings: { kafka: { key: { ...uuid, title: 'caseId' } } },
          headers: { type: 'object', properties: { ce_id: uuid, ce_epoch: { type: 'string' } }, required: ['ce_id'] },
          payload: {
            type: 'object',
            properties: {
              caseId: { description: 'The case.', allOf: [uuid] },
              closureType: { type: 'string', enum: ['CONFIRMED', 'UNREACHABLE'] },
              closedAt: { type: 'string', format: 'date-time' },
              round: { type: 'integer', minimum: 1 },
              files: { type: 'array', items: { type: 'object', properties: { bytes: { type: 'integer' } } } },
              limit: { oneOf: [{ type: 'object', properties: { rule: { const: 'CONTINUOUS' } } }] },
              referenceNo: { type: 'string' },
            },
            required: ['caseId', 'closureType'],
          },
        },
      },
    },
  },
};

type Released = typeof released;
type Body = Released['channels']['caseEvents']['messages']['CaseClosed.v1'];

/** The released document after a change, planted into a copy of it. */
function after(change: (document: Released) => unknown): MessagesDocument {
  const copy = structuredClone(released);
  change(copy);
  return copy;
}
const closed = (change: (message: Body) => unknown) =>
  after((document) => change(document.channels.caseEvents.messages['CaseClosed.v1']));
const found = (today: MessagesDocument): string[] => incompatibleChanges(released, today);
const without = (held: object, name: string): boolean => Reflect.deleteProperty(held, name);

const IN = 'bihuan.case-events.v1 CaseClosed.v1';

/** A case a rule: what was done to the document, and the sentence that says so. */
const breaking: readonly (readonly [string, MessagesDocument, string])[] = [
  [
    'a channel that is gone',
    after(({ channels }) => without(channels, 'caseEvents')),
    'the channel bihuan.case-events.v1 is gone',
  ],
  [
    'a channel at another address',
    after(({ channels }) => Object.assign(channels.caseEvents, { address: 'bihuan.case-events.v2' })),
    'the channel bihuan.case-events.v1 is gone',
  ],
  [
    'another number of partitions',
    after(({ channels }) => Object.assign(channels.caseEvents.bindings.kafka, { partitions: 48 })),
    'bihuan.case-events.v1: the topic was {"kafka":{"partitions":24}} and is {"kafka":{"partitions":48}}',
  ],
  [
    'a message that is gone',
    after(({ channels }) => without(channels.caseEvents.messages, 'CaseClosed.v1')),
    'bihuan.case-events.v1: the message CaseClosed.v1 is gone',
  ],
  [
    'another content type',
    closed((message) => Object.assign(message, { contentType: 'application/avro' })),
    `${IN}: contentType was "application/json" and is "application/avro"`,
  ],
  [
    'another key of the same form',
    closed(({ bindings }) => Object.assign(bindings.kafka.key, { title: 'assignmentId' })),
    `${IN}: the key was "caseId" and is "assignmentId"`,
  ],
  [
    'a key of another form',
    closed(({ bindings }) => Object.assign(bindings.kafka.key, { format: 'ref' })),
    `${IN}: key: format was "uuid" and is "ref"`,
  ],
  ['no key', closed(({ bindings }) => without(bindings.kafka, 'key')), `${IN}: the key is gone`],
  [
    'a header field that is gone',
    closed(({ headers }) => without(headers.properties, 'ce_epoch')),
    `${IN}: headers/ce_epoch is gone`,
  ],
  [
    'a header field that may be absent',
    closed(({ headers }) => Object.assign(headers, { required: [] })),
    `${IN}: headers/ce_id was always there and may now be absent`,
  ],
  [
    'a field that is gone',
    closed(({ payload }) => without(payload.properties, 'referenceNo')),
    `${IN}: payload/referenceNo is gone`,
  ],
  [
    'a field that may be absent',
    closed(({ payload }) => Object.assign(payload, { required: ['caseId'] })),
    `${IN}: payload/closureType was always there and may now be absent`,
  ],
  [
    'another type',
    closed(({ payload }) => Object.assign(payload.properties.round, { type: 'string' })),
    `${IN}: payload/round: type was "integer" and is "string"`,
  ],
  [
    'another bound',
    closed(({ payload }) => Object.assign(payload.properties.round, { minimum: 0 })),
    `${IN}: payload/round: minimum was 1 and is 0`,
  ],
  [
    'fewer values',
    closed(({ payload }) => Object.assign(payload.properties.closureType, { enum: ['CONFIRMED'] })),
    `${IN}: payload/closureType: enum was ["CONFIRMED","UNREACHABLE"] and is ["CONFIRMED"]`,
  ],
  [
    'a further value, which no reader knows',
    closed(({ payload }) => payload.properties.closureType.enum.push('ANONYMOUS')),
    `${IN}: payload/closureType: enum was ["CONFIRMED","UNREACHABLE"] and is ["CONFIRMED","UNREACHABLE","ANONYMOUS"]`,
  ],
  [
    'another format',
    closed(({ payload }) => Object.assign(payload.properties.closedAt, { format: 'date' })),
    `${IN}: payload/closedAt: format was "date-time" and is "date"`,
  ],
  [
    'a pattern where there was none',
    closed(({ payload }) => Object.assign(payload.properties.referenceNo, { pattern: '^A' })),
    `${IN}: payload/referenceNo: pattern was nothing and is "^A"`,
  ],
  [
    'another pattern behind a described reference',
    closed(({ payload }) => Object.assign(payload.properties.caseId, { allOf: [{ ...uuid, pattern: '^.$' }] })),
    `${IN}: payload/caseId: pattern was "^[0-9a-f-]{36}$" and is "^.$"`,
  ],
  [
    'a field of the items of a list that is gone',
    closed(({ payload }) => without(payload.properties.files.items.properties, 'bytes')),
    `${IN}: payload/files/items/bytes is gone`,
  ],
  [
    'a list of anything',
    closed(({ payload }) => without(payload.properties.files, 'items')),
    `${IN}: payload/files: items was {"properties":{"bytes":{"type":"integer"}},"type":"object"} and is nothing`,
  ],
  [
    'a further member of a union, which no reader knows',
    closed(({ payload }) =>
      payload.properties.limit.oneOf.push({ type: 'object', properties: { rule: { const: 'X' } } }),
    ),
    `${IN}: payload/limit: oneOf had 1 members and has 2`,
  ],
  [
    'another value in a member of a union',
    closed(({ payload }) =>
      Object.assign(payload.properties.limit.oneOf[0] ?? {}, { properties: { rule: { const: 'X' } } }),
    ),
    `${IN}: payload/limit/oneOf/0/rule: const was "CONTINUOUS" and is "X"`,
  ],
];

const further = { type: 'string' };
const harmless: readonly (readonly [string, MessagesDocument])[] = [
  ['nothing', after(() => undefined)],
  [
    'a further channel',
    after(({ channels }) => Object.assign(channels, { other: { address: 'bihuan.other.v1', messages: {} } })),
  ],
  [
    'a further message',
    after(({ channels }) => Object.assign(channels.caseEvents.messages, { 'CaseMerged.v1': { payload: {} } })),
  ],
  ['a further header field', closed(({ headers }) => Object.assign(headers.properties, { ce_shard: further }))],
  ['a further field', closed(({ payload }) => Object.assign(payload.properties, { legalBasis: further }))],
  [
    'a further field that is always there',
    closed(({ payload }) => {
      Object.assign(payload.properties, { legalBasis: further });
      payload.required.push('legalBasis');
    }),
  ],
  ['a field that is always there from now on', closed(({ payload }) => payload.required.push('closedAt'))],
  [
    'other words',
    closed(({ payload }) => Object.assign(payload.properties, { caseId: { ...uuid, description: 'Of the case.' } })),
  ],
];

describe('for whoever reads by the released document', () => {
  it.each(breaking)('%s is a break', (_, today, sentence) => {
    expect(found(today)).toContain(sentence);
  });

  it.each(harmless)('%s is none', (_, today) => {
    expect(found(today)).toEqual([]);
  });

  it('one break is one sentence', () => {
    expect(breaking.filter(([, today]) => found(today).length !== 1).map(([title]) => title)).toEqual([]);
  });
});
