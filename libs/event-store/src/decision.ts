import {
  type Command,
  type CommandMeta,
  type Decided,
  type DomainEvent,
  foldStream,
  type NewEvent,
  type StreamState,
} from '@bihuan/kernel';
import { keyRows, type Keys } from './key-use.js';
import { type Ledger, noHead, type StreamPart } from './ledger.js';
import type { RecordedEvent } from './recorded-event.js';
import type { StreamSnapshot } from './stream-memory.js';
import type { Asked, Subject } from './subject.js';

/** What a try appends. */
export interface Decision<State> {
  readonly snapshot: StreamSnapshot;
  readonly state: State;
  readonly facts: readonly NewEvent[];
  readonly recordedAt: string;
  readonly keys: Keys;
}

/** Appends it, and answers with the stream as it stands then. @throws VersionConflict, and what else an append throws */
export async function appendDecision<State extends StreamState, Reads extends DomainEvent, Reference>(
  { ledger, memory }: Asked,
  subject: Subject<State, Reads, Reference>,
  { meta, sealed }: Command,
  decision: Decision<State>,
): Promise<Decided<State>> {
  const { snapshot, facts, recordedAt, keys } = decision;
  const { streamId, service } = subject;
  const firstVersion = snapshot.version + 1;
  const lastVersion = snapshot.version + facts.length;
  const events = await ledger.append({
    service,
    parts: partsOf(subject, meta, decision),
    recordedAt,
    meta,
    sealed,
    keys: keyRows(keys, { streamId, firstVersion, lastVersion }),
  });
  const own = events.filter((event) => event.streamId === streamId);
  return decided(subject, memory.added(meta.tenantId, streamId, snapshot, own), own);
}

/** The present of a try: database time, never before that of the newest event. */
export function presentOf(ledger: Ledger, { events }: StreamSnapshot): string {
  const now = ledger.now();
  const before = events.at(-1)?.meta.recordedAt ?? '';
  return before > now ? before : now;
}

function partsOf<State extends StreamState, Reads extends DomainEvent, Reference>(
  { streamId, fold, classify, beside = [] }: Subject<State, Reads, Reference>,
  { actor, commandId }: CommandMeta,
  { snapshot, state, facts, recordedAt }: Decision<State>,
): StreamPart[] {
  // What the ledger alone knows of a fact is not told yet: no class depends on it.
  const known = { eventId: '', position: 0, recordedAt, actor, commandId };
  // Each fact is classified by the case as it stands with it (events.md §1): a later one may raise it.
  let current = state;
  const classified = facts.map((added, index) => {
    const told = { ...added, meta: { ...known, version: snapshot.version + index + 1 } };
    current = foldStream({ ...fold, initialState: current }, [told]);
    return { ...added, classification: classify(current) };
  });
  const begun = beside.map((part) => ({
    streamId: part.streamId,
    head: noHead,
    facts: part.facts.map((added) => ({ ...added, classification: classify(current) })),
  }));
  return [{ streamId, head: snapshot.head, facts: classified }, ...begun];
}

/** The answer of a command: the stream as a snapshot shows it, and the events that the command added. */
export function decided<State extends StreamState, Reads extends DomainEvent, Reference>(
  { streamId, fold }: Subject<State, Reads, Reference>,
  snapshot: StreamSnapshot,
  events: readonly RecordedEvent[],
): Decided<State> {
  return {
    streamId,
    state: snapshot.stateOf(fold),
    version: snapshot.version,
    position: snapshot.events.at(-1)?.meta.position ?? 0,
    events,
    replayed: false,
    wasClaimed: false,
  };
}
