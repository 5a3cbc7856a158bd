import type { EventMeta } from '@bihuan/kernel';
import { coAssignmentId, fileOf, leadAssignmentId, recorded, textOf, told, type Told, uuidOf } from '@bihuan/testing';
import fc from 'fast-check';
import { caseCatalogue } from './case-events.js';
import { noCase } from './no-case.js';
import { tellUnits } from './unit-messages.js';
import { z } from 'zod';
import { unitTopicKinds } from './unit-topic-kinds.js';

const unitIds = ['ZJJ', 'ZFJ', 'SWJ'] as const;
const unitId = fc.constantFrom(...unitIds);
const parts = [leadAssignmentId, coAssignmentId, uuidOf(12), uuidOf(13)];
const part = fc.constantFrom(...parts);
const clocks = fc.constantFrom(uuidOf(30), uuidOf(31));
const actor = fc.constantFrom(
  ...unitIds.map((own) => ({ kind: 'STAFF', ref: `account-of-${own}`, unitId: own, role: 'UNIT_HANDLER' }) as const),
  { kind: 'STAFF', ref: 'account-of-CENTRE', unitId: 'CENTRE', role: 'CLERK' } as const,
  { kind: 'SYSTEM', ref: 'account-of-nobody', role: 'SYSTEM' } as const,
);

// What must never leave, each with a name of its own.
const address = textOf(901);
const note = textOf(902);
const authorisation = fileOf(903, 'application/pdf');
const recording = fileOf(904, 'audio/wav');
const subjectRef = `sub_${uuidOf(905)}`;
const SECRET = /90[1-5]"|secret-/;
const FORBIDDEN =
  /"(reporterId|subjectRef|finderOrgId|delegation|accusedUnitIds|addressRef|duplicates|noteRef|recordingRef|hashAlg|prevHash)":/;

const registration = fc
  .constantFrom('NORMAL' as const, 'CONFIDENTIAL' as const, 'ANONYMOUS' as const)
  .map((confidentiality) =>
    told('CaseRegistered', {
      confidentiality,
      subjectRef,
      reporterId: 'secret-worker',
      finderOrgId: 'secret-team',
      delegation: { agentId: 'secret-agent', authorisationRef: authorisation },
      place: {
        regionCode: '530303002001',
        addressRef: address,
        position: { lng: 103.822, lat: 25.6, datum: 'GCJ02', wgsLng: 103.821, wgsLat: 25.603 },
      },
    }),
  );

const facts: fc.Arbitrary<Told> = fc.oneof(
  fc.subarray([...unitIds]).map((accusedUnitIds) => told('CaseClassified', { accusedUnitIds })),
  fc
    .record({ assignmentId: part, unitId, role: fc.constantFrom('LEAD' as const, 'CO' as const), round: fc.nat(2) })
    .map(({ round, ...rest }) => told('AssignmentDispatched', { ...rest, round: round + 1 })),
  part.map((assignmentId) => told('AssignmentSigned', { assignmentId })),
  part.map((assignmentId) => told('AssignmentReturnApproved', { assignmentId })),
  part.map((assignmentId) => told('AssignmentCancelled', { assignmentId })),
  fc.record({ assignmentId: part, clockId: clocks }).map((of) => told('SlaStarted', of)),
  clocks.map((clockId) => told('SlaStopped', { clockId })),
  part.map((assignmentId) => told('HandlingFeedbackSubmitted', { assignmentId })),
  fc.constantFrom<Told>(
    told('HandlingFeedbackApproved'),
    told('HandlingFeedbackRejected'),
    told('CallbackScheduled'),
    told('CallbackCompleted', { noteRef: note, recordingRef: recording }),
    told('ReworkOrdered'),
    told('CaseClosed'),
    told('RouteResolved'),
    told('DuplicateSuspected'),
    told('JointReviewConvened'),
    told('SlaBreachExplained'),
    // A fact of a later build, full of what must not leave.
    { type: 'CaseRevealed', data: { assignmentId: leadAssignmentId, subjectRef, reporterId: 'secret-worker' } },
  ),
);

/** An assignment has an id of its own: the ledger keeps a key of it. */
const dispatchedOnce = (events: readonly Told[]): Told[] => {
  const seen = new Set<unknown>();
  return events.filter(({ type, data }) => {
    const { assignmentId } = data as { assignmentId?: string };
    return type !== 'AssignmentDispatched' || (!seen.has(assignmentId) && seen.add(assignmentId));
  });
};

const toldBy = ([{ type, data }, by]: [Told, EventMeta['actor']]): Told => ({ type, data, meta: { actor: by } });
const history = fc
  .tuple(registration, fc.array(fc.tuple(facts, actor), { maxLength: 40 }))
  .map(([first, more]) => [first, dispatchedOnce(more.map(toldBy))].flat());

const passed = (events: readonly Told[]) =>
  recorded(events).map((event) => Object.assign(event, { tenantId: 'zhanyi' }));
const toldOf = (events: readonly Told[]) => tellUnits(noCase, passed(events)).told;
const toldTo = (unit: string, events: readonly Told[]) =>
  toldOf(events).filter(({ message }) => message.unitId === unit);
const schemas = Object.fromEntries(unitTopicKinds.map(({ type, schema }) => [type, z.toJSONSchema(schema)]));
const messages = (events: readonly Told[]) => toldOf(events).map(({ message }) => message);

const holds = (check: (events: readonly Told[], of: string) => void) =>
  fc.assert(fc.property(history, unitId, check), { numRuns: 400 });

describe('whatever happened to a case', () => {
  it('no message holds a forbidden field, at any depth, nor what stood in one', () => {
    holds((events) => {
      const text = JSON.stringify(messages(events));
      expect(text).not.toMatch(FORBIDDEN);
      expect(text).not.toMatch(SECRET);
    });
  });

  it('a message has the fields of its schema and no other', () => {
    holds((events) => {
      const strange = messages(events).flatMap(({ type, data }) =>
        Object.keys(data).filter((field) => schemas[type]?.properties?.[field] === undefined),
      );
      expect(strange).toEqual([]);
    });
  });

  it('no unit is told of a type that is never told', () => {
    const never = Object.keys(caseCatalogue).filter((type) => schemas[type] === undefined);
    holds((events) => {
      const types = new Set(messages(events).map(({ type }) => type));
      expect([...never, 'CaseRevealed'].filter((type) => types.has(type))).toEqual([]);
    });
  });

  it('a reporter who must not be found out is not: neither the spot nor the words leave', () => {
    holds(([first, ...rest]) => {
      const hidden = { ...first, type: 'CaseRegistered', data: { ...first?.data, confidentiality: 'ANONYMOUS' } };
      expect(JSON.stringify(messages([hidden, ...rest]))).not.toMatch(/"lng"|"kind":"description"/);
    });
  });

  it('an account is named to its own unit alone', () => {
    holds((events) => {
      const named = messages(events).filter(({ actor: { ref } }) => ref !== undefined);
      expect(named.filter((message) => message.actor.ref !== `account-of-${message.unitId}`)).toEqual([]);
    });
  });

  it('a unit hears nothing while the case is about it', () => {
    holds((events) => {
      const all = passed(events);
      const accused = toldOf(events).filter(({ event, message }) =>
        tellUnits(noCase, all.slice(0, event.meta.version)).after.accusedUnitIds.includes(message.unitId),
      );
      expect(accused).toEqual([]);
    });
  });

  it('each version of it is told a unit once, in their order', () => {
    holds((events, of) => {
      const versions = toldTo(of, events).map(({ event }) => event.meta.version);
      expect(versions).toEqual([...new Set(versions)].toSorted((left, right) => left - right));
    });
  });

  it('a unit hears of it only since it was handed the case', () => {
    holds((events, of) => {
      const first = toldTo(of, events).slice(0, 1);
      expect(first.filter(({ message }) => message.type !== 'CaseHandedToUnit')).toEqual([]);
    });
  });

  it('is told the same again, in one go or event by event', () => {
    holds((events) => {
      const all = passed(events);
      const cut = Math.floor(all.length / 2);
      const first = tellUnits(noCase, all.slice(0, cut));
      expect([...first.told, ...tellUnits(first.after, all.slice(cut)).told]).toEqual(tellUnits(noCase, all).told);
    });
  });
});
