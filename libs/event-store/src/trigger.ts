import type { CommandMeta, Trigger } from '@bihuan/kernel';
import type { RecordedEvent } from './recorded-event.js';
import type { StreamSnapshot } from './stream-memory.js';

/**
 * What a stream already has of a command; looked for after its trigger, or after the version of its first try, never
 * in the whole stream. A trigger of another stream says nothing about where.
 */
export function hadAlready(
  { events }: StreamSnapshot,
  { commandId, trigger }: CommandMeta,
  firstVersion: number,
): readonly RecordedEvent[] {
  const since = trigger ? versionIn(events, trigger) : firstVersion;
  return events.slice(since).filter((event) => event.meta.commandId === commandId);
}

const versionIn = (events: readonly RecordedEvent[], { streamId, version }: Trigger): number =>
  events[0]?.streamId === streamId ? version : 0;

/** Whether the causing event is not in the stream it came from any more: the ledger went back. */
export const isGone = ({ events }: StreamSnapshot, { version, eventId }: Trigger): boolean =>
  events[version - 1]?.meta.eventId !== eventId;

/** Whether a later event of the causing one's stream makes it too late. `statusVersion`: when the status moved last. */
export function isSuperseded(
  { events }: StreamSnapshot,
  { supersededBy, version }: Trigger,
  statusVersion: () => number,
): boolean {
  if (supersededBy === undefined) return false;
  if (supersededBy === 'status') return statusVersion() > version;
  const { types, subjectKey, subject } = supersededBy;
  return events
    .slice(version)
    .some(({ type, data }) => types.includes(type) && subjectIn(data, subjectKey) === subject);
}

/** What an event is about: a field of its payload. */
export const subjectIn = (data: object, key: string): unknown => Object.getOwnPropertyDescriptor(data, key)?.value;
