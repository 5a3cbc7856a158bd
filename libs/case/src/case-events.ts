import type { DomainEvent, NewEvent } from '@bihuan/kernel';
import { z } from 'zod';
import { feedbackEvents } from './feedback.events.js';
import { intakeEvents } from './intake.events.js';
import { routingEvents } from './routing.events.js';
import { supervisionEvents } from './supervision.events.js';

/** The only writer of each event type. The compiler, the ledger and the documents all read this table. */
export const eventsByOwner = {
  intake: intakeEvents,
  routing: routingEvents,
  supervision: supervisionEvents,
  feedback: feedbackEvents,
};

type Fixed<T> = T extends object ? { readonly [Key in keyof T]: Fixed<T[Key]> } : T;
type EventsOf<Schemas extends Record<string, z.ZodType>> = {
  [Type in keyof Schemas & string]: NewEvent<Type, Fixed<z.infer<Schemas[Type]>>>;
}[keyof Schemas & string];

type Tables = typeof eventsByOwner;
/** A service that writes facts of a case. */
export type EventOwner = keyof Tables;
/** What a service may emit. */
export type EventsOwnedBy<Owner extends EventOwner> = { [O in Owner]: EventsOf<Tables[O]> }[Owner];
/** Any fact of a case, as a rule states it. */
export type NewCaseEvent = EventsOwnedBy<EventOwner>;
type Recorded<E extends NewEvent> = E extends NewEvent<infer Type, infer Data> ? DomainEvent<Type, Data> : never;
/** The same as anyone reads it, envelope included. */
export type RecordedBy<Owner extends EventOwner> = Recorded<EventsOwnedBy<Owner>>;
/** Any fact of a case, as its stream tells it. */
export type CaseEvent = RecordedBy<EventOwner>;
/** Its type. */
export type CaseEventType = CaseEvent['type'];
/** The fact of one type. */
export type CaseEventOf<Type extends CaseEventType> = Extract<CaseEvent, { type: Type }>;
type DataOf<Type extends CaseEventType> = Extract<NewCaseEvent, { type: Type }>['data'];

// A payload is hashed as it is stored: a key that holds undefined would be in the rule's fact and not in the ledger's.
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(known.map(([key, held]) => [key, present(held)]));
}

/** A fact for a rule to emit; an optional field given as undefined is left out. */
export function fact<Type extends CaseEventType>(type: Type, data: DataOf<Type>): { type: Type; data: DataOf<Type> };
export function fact(type: string, data: object): { type: string; data: unknown } {
  return { type, data: present(data) };
}

/** Stream of one case. */
export const caseStream = (caseId: string): string => `case-${caseId}`;
/** The case that such a stream tells of. */
export const caseIdOf = (streamId: string): string => streamId.slice(caseStream('').length);

interface CatalogueEntry {
  readonly owner: EventOwner;
  readonly schemaVersion: number;
  readonly schema: z.ZodType;
  /** The payload's field that says when it happened in the world; it becomes the envelope's `occurredAt`. */
  readonly claimedAt?: string;
  /** Keys by which any service finds the case from the moment of the fact. */
  readonly keys?: (data: never) => readonly string[];
}

/** Key of the case that a source's ticket became. */
export const ticketKey = (sourceSystem: string, externalTicketNo: string): string =>
  `ticket:${sourceSystem}:${externalTicketNo}`;
/** Key of the case with this number for people. */
export const caseNoKey = (caseNo: string): string => `case-no:${caseNo}`;
/** Key of the case an assignment is part of. */
export const assignmentKey = (assignmentId: string): string => `assignment:${assignmentId}`;

const more: { readonly [Type in CaseEventType]?: Pick<CatalogueEntry, 'claimedAt' | 'keys'> } = {
  CaseRegistered: {
    claimedAt: 'reportedAt',
    keys: ({ caseNo, sourceSystem, externalTicketNo }: DataOf<'CaseRegistered'>) => [
      caseNoKey(caseNo),
      ...(externalTicketNo === undefined ? [] : [ticketKey(sourceSystem, externalTicketNo)]),
    ],
  },
  AssignmentDispatched: {
    keys: ({ assignmentId }: DataOf<'AssignmentDispatched'>) => [assignmentKey(assignmentId)],
  },
  ContactAttempted: { claimedAt: 'at' },
};

const entriesOf = <Type extends CaseEventType>(
  owner: EventOwner,
  schemas: Readonly<Record<Type, z.ZodType>>,
): [string, CatalogueEntry][] => {
  const extras: Readonly<Record<string, Partial<CatalogueEntry>>> = more;
  return Object.entries<z.ZodType>(schemas).map(([type, schema]) => [
    type,
    { owner, schemaVersion: 1, schema, ...extras[type] },
  ]);
};

/** Every event type of a case stream, as the ledger holds each append against it. */
export const caseCatalogue: Readonly<Record<string, CatalogueEntry>> = Object.fromEntries([
  ...entriesOf('intake', intakeEvents),
  ...entriesOf('routing', routingEvents),
  ...entriesOf('supervision', supervisionEvents),
  ...entriesOf('feedback', feedbackEvents),
]);

/** JSON Schema of every payload, by event type; formats `uuid`, `hash`, `ref` and `date-time` are named. */
export const caseJsonSchemas = (): Record<string, z.core.JSONSchema.BaseSchema> =>
  Object.fromEntries(Object.entries(caseCatalogue).map(([type, { schema }]) => [type, z.toJSONSchema(schema)]));
