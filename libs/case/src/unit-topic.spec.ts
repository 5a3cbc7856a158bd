import type { CaseEventType } from './case-events.js';
import { caseJsonSchemas } from './case-events.js';
import { toldOf, unitTopic } from './unit-topic.js';
import { z } from 'zod';
import { unitTopicKinds } from './unit-topic-kinds.js';

const types = Object.keys(unitTopic) as CaseEventType[];
const toldTypes = types.filter((type) => toldOf(type) !== undefined);
const schemas = Object.fromEntries(unitTopicKinds.map(({ type, schema }) => [type, z.toJSONSchema(schema)]));

/** Names of all fields below a schema, at any depth. */
function fieldsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(fieldsIn)];
}
const fieldsBelow = (properties: object = {}): string[] => Object.values(properties).flatMap(fieldsIn);
const removed = (type: string): string[] =>
  Object.keys(caseJsonSchemas()[type]?.properties ?? {}).filter((field) => !toldOf(type)?.fields.includes(field));

const FORBIDDEN =
  /^(reporterId|subjectRef|finderOrgId|delegation|accusedUnitIds|addressRef|duplicates|noteRef|recordingRef|prevHash)$/;

describe('what a unit’s topic tells', () => {
  it('is of these types alone', () => {
    expect(toldTypes.toSorted()).toEqual([
      'AssignmentCancelled',
      'AssignmentDispatched',
      'AssignmentReturnApproved',
      'AssignmentSigned',
      'CallbackCompleted',
      'CaseClassified',
      'CaseClosed',
      'ContactAttempted',
      'HandlingFeedbackApproved',
      'HandlingFeedbackRejected',
      'HandlingFeedbackSubmitted',
      'ReworkOrdered',
      'SlaBreachExplained',
      'SlaBreached',
      'SlaDeadlineMoved',
      'SlaPaused',
      'SlaResumed',
      'SlaStarted',
      'SlaStopped',
      'SlaWarned',
    ]);
  });

  it('leaves out these fields alone: a new one must be told, or stand here', () => {
    expect(toldTypes.map((type) => [type, removed(type)]).filter(([, fields]) => fields?.length !== 0)).toEqual([
      ['CaseClassified', ['accusedUnitIds']],
      ['CallbackCompleted', ['noteRef', 'recordingRef']],
    ]);
  });

  it('has below its fields these alone: a new one must be looked at before it leaves', () => {
    const nested = toldTypes.flatMap((type) => fieldsBelow(schemas[type]?.properties));
    const terms =
      'amount calendarId calendarVersion dueAt flags lastDay limit policyId policyVersion provisional rule startAt unit until warnAt';
    const refs = 'bytes chars hash keyedHash mediaType ref';
    expect([...new Set(nested)].toSorted()).toEqual(`${terms} ${refs}`.split(' ').toSorted());
  });

  it('has a schema for each type, the handing over among them', () => {
    expect(Object.keys(schemas).toSorted()).toEqual(['CaseHandedToUnit', ...toldTypes].toSorted());
  });

  it.each(Object.keys(schemas))('has in %s no field that is forbidden, and none that no schema names', (type) => {
    expect(fieldsIn(schemas[type]).filter((field) => FORBIDDEN.test(field))).toEqual([]);
    expect(schemas[type]?.additionalProperties).toBe(false);
  });

  it('asks for what every message has', () => {
    expect(schemas['CallbackCompleted']?.required).toEqual(['caseId', 'round', 'channel', 'solved', 'satisfaction']);
  });
});
