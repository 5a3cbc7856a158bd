import type { z } from 'zod';
import { publishedSchema } from './published-schema.js';

/** One kind of message: of one event type and schema version. */
export interface MessageKind {
  readonly type: string;
  readonly schemaVersion: number;
  /** Of the stream that it tells of. */
  readonly streamType: string;
  /** Of the body. Its example is a golden that has passed through it: what the body must not hold, it strips. */
  readonly schema: z.ZodType;
}

/** One recorded event, as far as an example shows it. */
export interface Golden {
  readonly eventType: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** A message as an AsyncAPI document describes it; header fields and key come from its trait. */
export interface Message {
  readonly name: string;
  readonly title: string;
  readonly traits: readonly object[];
  readonly payload: unknown;
  readonly summary?: string;
  readonly headers?: object;
  readonly examples?: readonly object[];
}

/** Where a document keeps it: one name for each type and schema version. */
export const nameOf = ({ type, schemaVersion }: Pick<MessageKind, 'type' | 'schemaVersion'>): string =>
  `${type}.v${schemaVersion}`;

/** @throws ZodError when a golden is not what the schema says */
export function messageOf(kind: MessageKind, trait: object, goldens: readonly Golden[]): Message {
  const { type, schemaVersion, streamType, schema } = kind;
  const same = goldens.filter((golden) => golden.eventType === type && golden.schemaVersion === schemaVersion);
  const examples = same.map(({ data }) => ({ name: 'recorded', payload: schema.parse(data) }));
  const headers = {
    ce_type: { const: `bihuan.${streamType}.${type}.v1` },
    ce_schemaversion: { const: String(schemaVersion) },
  };
  return {
    ...bodyOf(type, schema, trait),
    headers: { type: 'object', properties: headers },
    ...(examples.length > 0 ? { examples } : {}),
  };
}

/** A message that tells of no fact, so it has no type among its header fields. */
export function bodyOf(name: string, schema: z.ZodType, trait: object): Message {
  const { description } = schema;
  return {
    name,
    title: name,
    ...(description === undefined ? {} : { summary: description }),
    traits: [trait],
    payload: publishedSchema(schema),
  };
}
