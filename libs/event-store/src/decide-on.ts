import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Command,
  type CommandMeta,
  type Decided,
  type Decider,
  type DomainEvent,
  type Fold,
  foldStream,
  newId,
  type NewEvent,
  type StreamState,
  type Trigger,
} from '@bihuan/kernel';
import type { Service } from './catalogue.js';
import { KeyTaken, OutcomeUnknown, StaleStamp, StreamBusy, VersionConflict } from './errors.js';
import { idOf } from './id-of.js';
import { asOfUse, checkBody, type KeyedBody, keyRows, type Keys, keysOf, namesOf, useFor } from './key-use.js';
import { type Classification, type KeyUse, type Ledger, noHead, type StreamPart } from './ledger.js';
import type { RecordedEvent } from './recorded-event.js';
import type { StreamMemory, StreamSnapshot } from './stream-memory.js';
import { hadAlready, isGone, isSuperseded } from './trigger.js';

// Inside one process the commands of a stream queue up before this point (architecture.md §6), so a race is lost only
// to another process, rarely twice. Ten in a row mean the stream is overrun: better an honest 503 than a longer wait.
const MAX_TRIES = 10;
// Losers that wait equally long meet again, so each waits a random time, longer on average with each try.
const JITTER_MS = 5;

/** What a rule decides on: which history, how it is read, and what the tenant has in force. */
export interface Subject<State extends StreamState, Reads extends DomainEvent, Reference> {
  readonly streamId: string;
  readonly service: Service;
  readonly fold: Fold<State, Reads>;
  /** What the tenant has in force for a person now, or for a trigger; `headPosition` is that of the newest event read. */
  readonly reference: (trigger: Trigger | undefined, headPosition: number) => Promise<Reference>;
  readonly classify: (state: State) => Classification;
  /** Version of the last event that moved the status: a trigger before it that moves the status comes too late. */
  readonly statusVersion: (state: State) => number;
  /** Facts for streams that begin with this very append, as that of a citizen named here for the first time. */
  readonly beside?: readonly { readonly streamId: string; readonly facts: readonly NewEvent[] }[];
  /** A permanent key with the body it was first used with: a repeat is the same answer, another body is refused. */
  readonly claim?: KeyedBody;
}

interface Asked {
  readonly ledger: Ledger;
  readonly memory: StreamMemory;
}

/** A stream as a try finds it. */
interface Found {
  readonly snapshot: StreamSnapshot;
  readonly use: KeyUse | undefined;
  /** Version of the stream at the first try of the command. */
  readonly firstVersion: number;
}

/**
 * Read, fold, decide, append. A lost race is read again and decided again, so a rule never judges stale facts; a
 * command that the stream already carries adds nothing, so a lost answer may be asked for again. One instant a try:
 * the rule decides by it, and the facts are recorded at it.
 * @throws Refusal when the rule says no
 * @throws KeyReused when a key was used with another body
 * @throws StreamBusy, LedgerUnavailable when it may be asked again
 */
export async function decideOn<
  C extends Command,
  State extends StreamState,
  Reads extends DomainEvent,
  Emits extends NewEvent,
  Reference,
>(
  asked: Asked,
  subject: Subject<State, Reads, Reference>,
  decide: Decider<C, State, Emits, Reference>,
  command: C,
): Promise<Decided<State>> {
  const { meta } = command;
  const keys = keysOf(meta, subject.claim);
  let firstVersion: number | undefined;
  for (let tries = 1; ; tries += 1) {
    const { snapshot, uses } = await asked.memory.read(meta.tenantId, subject.streamId, namesOf(keys));
    firstVersion ??= snapshot.version;
    const found = { snapshot, use: useFor(uses, keys), firstVersion };
    const answer = await answerWithout(asked, subject, meta, found);
    if (answer) return answer;
    const state = snapshot.stateOf(subject.fold);
    const reference = await subject.reference(meta.trigger, snapshot.position);
    const recordedAt = presentOf(asked.ledger, snapshot);
    const facts = decide(command, state, { now: recordedAt, newId, idOf, reference });
    if (facts.length === 0) return decided(subject, snapshot, []);
    try {
      return await appendTo(asked, subject, command, { snapshot, state, facts, recordedAt, keys });
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      if (tries === MAX_TRIES) throw new StreamBusy(`${subject.streamId}: ${tries} tries lost`, { cause: error });
    }
    await sleep(Math.random() * JITTER_MS * tries);
  }
}

/** The answer of a command that has nothing to add: it was answered before, is in the stream, or comes too late. */
async function answerWithout<State extends StreamState, Reads extends DomainEvent, Reference>(
  asked: Asked,
  subject: Subject<State, Reads, Reference>,
  meta: CommandMeta,
  { snapshot, use, firstVersion }: Found,
): Promise<Decided<State> | undefined> {
  if (use) return answerAgain(asked, subject, meta, use);
  const had = hadAlready(snapshot, meta, firstVersion);
  if (had.length > 0) return decided(subject, snapshot, had);
  const { trigger } = meta;
  return trigger && (await isTooLate(asked, subject, snapshot, { tenantId: meta.tenantId, trigger }))
    ? decided(subject, snapshot, [])
    : undefined;
}

/** Whether the causing event is gone from its stream, or was superseded by what came after it. */
async function isTooLate<State extends StreamState, Reads extends DomainEvent, Reference>(
  { memory }: Asked,
  { streamId, fold, statusVersion }: Subject<State, Reads, Reference>,
  snapshot: StreamSnapshot,
  { tenantId, trigger }: { readonly tenantId: string; readonly trigger: Trigger },
): Promise<boolean> {
  const isOwn = trigger.streamId === streamId;
  const causing = isOwn ? snapshot : (await memory.read(tenantId, trigger.streamId)).snapshot;
  // Only the subject's own fold knows what a status is.
  return (
    isGone(causing, trigger) ||
    isSuperseded(causing, trigger, () => (isOwn ? statusVersion(snapshot.stateOf(fold)) : 0))
  );
}

/** What a try appends. */
interface Decision<State> {
  readonly snapshot: StreamSnapshot;
  readonly state: State;
  readonly facts: readonly NewEvent[];
  readonly recordedAt: string;
  readonly keys: Keys;
}

async function appendTo<State extends StreamState, Reads extends DomainEvent, Reference>(
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

const isWorthAnotherTry = (error: unknown): boolean =>
  error instanceof VersionConflict ||
  error instanceof KeyTaken ||
  error instanceof StaleStamp ||
  error instanceof OutcomeUnknown;

/** The present of a try: database time, never before that of the newest event. */
function presentOf(ledger: Ledger, { events }: StreamSnapshot): string {
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

/** The first answer, made again by folding to the version it stood at. @throws KeyReused for another body */
async function answerAgain<State extends StreamState, Reads extends DomainEvent, Reference>(
  { memory }: Asked,
  { fold, claim }: Subject<State, Reads, Reference>,
  meta: CommandMeta,
  use: KeyUse,
): Promise<Decided<State>> {
  checkBody(use, keysOf(meta, claim));
  const { snapshot } = await memory.read(meta.tenantId, use.streamId);
  const { state, version, events } = asOfUse(snapshot.events, fold, use);
  const replayed = use.key === meta.idempotencyKey?.key;
  const position = events.at(-1)?.meta.position ?? 0;
  return { streamId: use.streamId, state, version, position, events, replayed, wasClaimed: !replayed };
}

function decided<State extends StreamState, Reads extends DomainEvent, Reference>(
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
