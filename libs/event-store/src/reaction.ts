import type { Command, CommandMeta, DomainEvent, Trigger } from '@bihuan/kernel';
import { idOf } from './id-of.js';
import type { RecordedEvent } from './recorded-event.js';
import { subjectIn } from './trigger.js';

/** What an event leads to, and when it comes too late. */
export interface ReactionRule<Event extends DomainEvent> {
  readonly on: 'every-event' | readonly Event['type'][];
  /**
   * `status`: any later change of the status makes the trigger moot. A list of types: a later one of these with the
   * same value in `subjectKey` does. `nothing`: it answers each occurrence, however late.
   */
  readonly supersededBy: 'status' | 'nothing' | { readonly types: readonly string[]; readonly subjectKey: string };
  /** False: nothing to do for this event. */
  readonly when?: (event: Event) => boolean;
  /** True when of several waiting events of a stream only the newest need wake it. */
  readonly isWokenByTheNewest?: boolean;
  readonly command: (event: Event, meta: CommandMeta) => Command;
}

/** What an event can be told by, before it is read. */
export type EventKind = Pick<RecordedEvent, 'type' | 'streamType'>;

/** One slice's reaction: a handler inside its service's one subscription. */
export interface Reaction {
  /** `<service>.<slice>` */
  readonly name: string;
  readonly isWokenByTheNewest: boolean;
  /** Whether events of a kind may lead to a command. */
  readonly isConcerned: (kind: EventKind) => boolean;
  /** The command that the event leads to; undefined when it leads to none. */
  readonly commandFor: (event: RecordedEvent, now: string) => Command | undefined;
}

/** A reaction of a slice, named `<service>.<slice>`. Its commands are SYSTEM's, and one event leads to one command. */
export function reaction<Event extends DomainEvent>(name: string, rule: ReactionRule<Event>): Reaction {
  const { on, supersededBy, when = () => true, isWokenByTheNewest = false, command } = rule;
  const types: ReadonlySet<string> | undefined = on === 'every-event' ? undefined : new Set<string>(on);
  // What else there is to an event of a type was held against its schema at the append.
  const isConcerned = <Kind extends EventKind>(kind: Kind): kind is Kind & Event =>
    types ? types.has(kind.type) : kind.streamType === 'case';
  return {
    name,
    isWokenByTheNewest,
    isConcerned,
    commandFor: (event, now) =>
      isConcerned(event) && when(event) ? command(event, metaOf(name, event, now, supersededBy)) : undefined,
  };
}

function metaOf(
  name: string,
  event: RecordedEvent,
  now: string,
  supersededBy: ReactionRule<DomainEvent>['supersededBy'],
): CommandMeta {
  const { eventId, version, position, recordedAt } = event.meta;
  const trigger: Trigger = { streamId: event.streamId, eventId, version, position, recordedAt };
  return {
    tenantId: event.tenantId,
    actor: { kind: 'SYSTEM', ref: name, role: 'SYSTEM' },
    at: now,
    correlationId: event.correlationId,
    commandId: idOf(`${name}:${eventId}`),
    causationId: eventId,
    trigger: { ...trigger, ...supersededIn(event, supersededBy) },
  };
}

function supersededIn(
  { data }: RecordedEvent,
  supersededBy: ReactionRule<DomainEvent>['supersededBy'],
): Pick<Trigger, 'supersededBy'> {
  if (supersededBy === 'nothing') return {};
  if (supersededBy === 'status') return { supersededBy };
  return { supersededBy: { ...supersededBy, subject: subjectIn(data, supersededBy.subjectKey) } };
}
