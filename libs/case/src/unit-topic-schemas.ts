import { z } from 'zod';
import { caseJsonSchemas } from './case-events.js';
import { handedCase } from './handed-case.js';
import { CASE_HANDED_TO_UNIT } from './unit-messages.js';
import { toldOf } from './unit-topic.js';

type Schema = z.core.JSONSchema.BaseSchema;

const cut = (schema: Schema, fields: readonly string[]): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([field]) => fields.includes(field))),
  required: (schema.required ?? []).filter((field) => fields.includes(field)),
});

/** JSON Schema of every payload on a unit's topic, by type; formats as in `caseJsonSchemas`. */
export const unitTopicJsonSchemas = (): Record<string, Schema> => ({
  [CASE_HANDED_TO_UNIT]: z.toJSONSchema(handedCase),
  ...Object.fromEntries(
    Object.entries(caseJsonSchemas()).flatMap(([type, schema]) => {
      const told = toldOf(type);
      return told ? [[type, cut(schema, told.fields)]] : [];
    }),
  ),
});
