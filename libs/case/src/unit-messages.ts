import { z } from 'zod';
import { caseCatalogue, type CaseEventType } from './case-events.js';
import { handedToUnit } from './handed-to-unit.js';
import type { MessageKind } from './message-kind.js';

// The types of the allow-list that are built. Whatever sends by an allow-list hands its own types and schemas in instead.
const told = [
  'CaseClassified',
  'AssignmentDispatched',
  'AssignmentSigned',
  'AssignmentReturnApproved',
  'AssignmentCancelled',
  'SlaStarted',
  'SlaPaused',
  'SlaResumed',
  'SlaDeadlineMoved',
  'SlaWarned',
  'SlaBreached',
  'SlaBreachExplained',
  'SlaStopped',
  'ContactAttempted',
  'HandlingFeedbackSubmitted',
  'HandlingFeedbackApproved',
  'HandlingFeedbackRejected',
  'CallbackCompleted',
  'ReworkOrdered',
  'CaseClosed',
] as const satisfies readonly CaseEventType[];

/** Fields that no unit is told. */
const removed: { readonly [Type in CaseEventType]?: readonly string[] } = {
  CaseClassified: ['accusedUnitIds'],
  CallbackCompleted: ['noteRef', 'recordingRef'],
};

function without(schema: z.ZodType, fields: readonly string[]): z.ZodType {
  if (!(schema instanceof z.ZodObject)) return schema;
  const kept = Object.entries(schema.shape).filter(([field]) => !fields.includes(field));
  return z.object(Object.fromEntries(kept)).describe(schema.description ?? '');
}

const factOf = (type: CaseEventType): MessageKind[] => {
  const entry = caseCatalogue[type];
  if (!entry) return [];
  const { schemaVersion, schema } = entry;
  return [{ type, schemaVersion, streamType: 'case', schema: without(schema, removed[type] ?? []) }];
};

/** Every message of a unit's topic (events §7), what a part begins with first. */
export const unitMessages: readonly MessageKind[] = [
  { type: 'CaseHandedToUnit', schemaVersion: 1, streamType: 'case', schema: handedToUnit },
  ...told.flatMap(factOf),
];
