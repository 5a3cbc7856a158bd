import { z } from 'zod';
import { asyncApi } from './messages-document.js';
import { code, payload } from './field.js';
import type { Golden, MessageKind } from './message-kind.js';

const rung: Omit<MessageKind, 'type'> = {
  schemaVersion: 2,
  streamType: 'bell',
  schema: payload('钟声', { tower: code, strokes: z.int().optional() }),
};
const recorded: Golden = { eventType: 'BellRung', schemaVersion: 2, data: { tower: 'T-1', strokes: 3 } };
const told: MessageKind = { type: 'BellRung', ...rung, schema: z.object({ tower: code }) };

const documentOf = ({ goldens = [recorded] }: { goldens?: readonly Golden[] } = {}) =>
  asyncApi({ others: { BellRung: rung }, ofUnits: [told], deadLetter: z.object({ reason: code }), goldens });

const messages = (id: string) => ({ components: { messages: { [id]: expect.anything() } } });

describe('the document of all messages', () => {
  it('says of a type its form, its version, its stream and what it is in Chinese', () => {
    expect(documentOf()).toMatchObject({
      components: {
        messages: {
          'BellRung.v2': {
            summary: '钟声',
            traits: [{ $ref: '#/components/messageTraits/OtherEvent' }],
            headers: {
              properties: { ce_type: { const: 'bihuan.bell.BellRung.v1' }, ce_schemaversion: { const: '2' } },
            },
            payload: { type: 'object', required: ['tower'] },
          },
        },
      },
    });
  });

  it('tells a type in the topic of its kind alone', () => {
    expect(documentOf()).toMatchObject({
      channels: {
        otherEvents: { messages: { 'BellRung.v2': { $ref: '#/components/messages/BellRung.v2' } } },
        unit: { messages: { 'BellRung.v2': { $ref: '#/components/messages/unit.BellRung.v2' } } },
      },
    });
    expect(documentOf()).not.toMatchObject({ channels: { caseEvents: { messages: { 'BellRung.v2': {} } } } });
  });

  it('shows what was recorded, and to a unit only what its body may hold', () => {
    expect(documentOf()).toMatchObject({
      components: {
        messages: {
          'BellRung.v2': { examples: [{ payload: { tower: 'T-1', strokes: 3 } }] },
          'unit.BellRung.v2': { examples: [{ payload: { tower: 'T-1' } }] },
        },
      },
    });
  });

  it('shows nothing where nothing of that version was recorded', () => {
    const document = documentOf({ goldens: [{ ...recorded, schemaVersion: 1 }] });
    expect(document).toMatchObject(messages('BellRung.v2'));
    expect(JSON.stringify(document)).not.toContain('"examples"');
  });

  it('cannot be made from a record that is not what its schema says', () => {
    expect(() => documentOf({ goldens: [{ ...recorded, data: { tower: 7 } }] })).toThrow(z.ZodError);
  });

  it('says once what several bodies hold, and forbids no further field', () => {
    const schema = { properties: { tower: { $ref: '#/components/schemas/Code' }, strokes: { type: 'integer' } } };
    expect(documentOf()).toMatchObject({
      components: { messages: { 'BellRung.v2': { payload: schema } }, schemas: { Code: { type: 'string' } } },
    });
    expect(JSON.stringify(documentOf())).not.toContain('additionalProperties');
  });

  it('is the same text however often it is made', () => {
    expect(JSON.stringify(documentOf())).toBe(JSON.stringify(documentOf()));
  });
});
