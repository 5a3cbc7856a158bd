import { z } from 'zod';
import { caseCatalogue } from './case-events.js';
import { handedCase } from './handed-case.js';
import type { MessageKind } from './message-kind.js';
import { CASE_HANDED_TO_UNIT } from './unit-messages.js';
import { toldOf } from './unit-topic.js';

/** The schema of a payload with what units are told of it, and nothing else. */
function cut(schema: z.ZodType, fields: readonly string[]): z.ZodType {
  if (!(schema instanceof z.ZodObject)) return schema;
  const told = Object.entries(schema.shape).filter(([field]) => fields.includes(field));
  return z.object(Object.fromEntries(told)).describe(schema.description ?? '');
}

/** Every message of a unit's topic (events §7), what a part begins with first. */
export const unitTopicKinds: readonly MessageKind[] = [
  { type: CASE_HANDED_TO_UNIT, schemaVersion: 1, streamType: 'case', schema: handedCase },
  ...Object.entries(caseCatalogue).flatMap(([type, { schemaVersion, schema }]): MessageKind[] => {
    const told = toldOf(type);
    return told ? [{ type, schemaVersion, streamType: 'case', schema: cut(schema, told.fields) }] : [];
  }),
];
