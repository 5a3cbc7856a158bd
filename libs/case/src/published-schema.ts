import { code, civilDate, regionCode, unitIdCode } from '@bihuan/reference';
import { z } from 'zod';
import * as enums from './enums.js';
import { hash, instant, subjectRef, uuid } from './field.js';
import { fileRef } from './file-ref.js';
import { place, position } from './place.js';
import { limit, terms } from './terms.js';
import { textRef } from './text-ref.js';

/** By the name under which a document says it once. */
const shared: Readonly<Record<string, z.ZodType>> = {
  Uuid: uuid,
  Code: code,
  Instant: instant,
  Date: civilDate,
  Hash: hash,
  UnitId: unitIdCode,
  RegionCode: regionCode,
  SubjectRef: subjectRef,
  TextRef: textRef,
  FileRef: fileRef,
  Position: position,
  Place: place,
  Limit: limit,
  Terms: terms,
  Channel: enums.channel,
  RequestNature: enums.requestNature,
  MatterKind: enums.matterKind,
  Urgency: enums.urgency,
  Grade: enums.grade,
  Confidentiality: enums.confidentiality,
  GovernanceLevel: enums.governanceLevel,
  SlaStage: enums.slaStage,
  Datum: enums.datum,
  PlaceType: enums.placeType,
  AssignmentRole: enums.assignmentRole,
  Evidence: enums.evidence,
  ReviewStep: enums.reviewStep,
  ContactResult: enums.contactResult,
  NotAcceptedReason: enums.notAcceptedReason,
  DiversionTarget: enums.diversionTarget,
  ClosureType: enums.closureType,
};

/** What stands alone in a list of all that must hold is said without the list. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[keyword, held] = []] = entries;
  if (entries.length === 1 && keyword === 'allOf' && Array.isArray(held) && held.length === 1) return plain(held[0]);
  return Object.fromEntries(entries.map(([key, one]) => [key, plain(one)]));
}

/** By name, in JSON Schema of draft 7. */
function jsonSchemas(schemas: Readonly<Record<string, z.ZodType>>): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    target: 'draft-7',
    uri: (id) => `#/components/schemas/${id}`,
    // Open: a reader that refused what it does not know could not live through an addition.
    override: ({ jsonSchema }) => void Reflect.deleteProperty(jsonSchema, 'additionalProperties'),
  });
  const named = Object.entries(made.schemas).map(([id, told]) => {
    const { $id: _, $schema: __, ...schema } = told;
    return [id, plain(schema)] as const;
  });
  return Object.fromEntries(named);
}

/** What several payloads hold, each under the name by which {@link publishedSchema} refers to it. */
export const namedSchemas = (): Record<string, unknown> => jsonSchemas(shared);

/** The JSON Schema of one payload, as documents for others show it. */
export const publishedSchema = (schema: z.ZodType): unknown => jsonSchemas({ ...shared, Asked: schema })['Asked'];
