import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Command,
  type CommandMeta,
  type Decided,
  type Decider,
  type DomainEvent,
  newId,
  type NewEvent,
  type StreamState,
  type Trigger,
} from '@bihuan/kernel';
import { appendDecision, decided, type Decision, presentOf } from './decision.js';
import { KeyTaken, OutcomeUnknown, StaleStamp, StreamBusy, VersionConflict } from './errors.js';
import { idOf } from './id-of.js';
import { asOfUse, checkBody, type Keys, keysOf, namesOf, useFor } from './key-use.js';
import type { KeyUse } from './ledger.js';
import type { StreamSnapshot } from './stream-memory.js';
import type { Asked, Subject } from './subject.js';
import { hadAlready, isGone, isSuperseded } from './trigger.js';

// Inside one process the commands of a stream queue up before this point (architecture.md §6), so a race is lost only
// to another process, rarely twice. Ten in a row mean the stream is overrun: better an honest 503 than a longer wait.
const MAX_TRIES = 10;
// Losers that wait equally long meet again, so each waits a random time, longer on average with each try.
const JITTER_MS = 5;

/** A stream as a try finds it. */
interface Found {
  readonly snapshot: StreamSnapshot;
  readonly use: KeyUse | undefined;
  /** Version of the stream at the first try of the command. */
  readonly firstVersion: number;
}

/**
 * Read, fold, decide, append. A lost race is read again and decided again, so no answer rests on a stale stream; a
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
  const keys = keysOf(command.meta, subject.claim);
  const judge = async (snapshot: StreamSnapshot): Promise<Decision<State>> => {
    const state = snapshot.stateOf(subject.fold);
    const reference = await subject.reference(command.meta.trigger, snapshot.position);
    const recordedAt = presentOf(asked.ledger, snapshot);
    const facts = decide(command, state, { now: recordedAt, newId, idOf, reference });
    return { snapshot, state, facts, recordedAt, keys };
  };
  const attempt = { asked, subject, command, keys, judge };
  const remembered = asked.memory.recall(command.meta.tenantId, subject.streamId);
  const early = remembered && (await onRemembered(attempt, remembered));
  return early ?? onLedger(attempt, remembered?.version);
}

/** A command on its way, whatever it is decided on. */
interface Attempt<State extends StreamState, Reads extends DomainEvent, Reference> {
  readonly asked: Asked;
  readonly subject: Subject<State, Reads, Reference>;
  readonly command: Command;
  readonly keys: Keys;
  /** What the rule says of the stream. */
  readonly judge: (snapshot: StreamSnapshot) => Promise<Decision<State>>;
}

/**
 * A try on the stream as this process remembers it, without a look at the ledger. It may be stale: an append tells, for
 * it holds head and keys against the ledger. For a reaction that knows its trigger, nothing to do is an answer as well:
 * it was done before what came since. All else counts only on the stream as it stands.
 */
async function onRemembered<State extends StreamState, Reads extends DomainEvent, Reference>(
  { asked, subject, command, judge }: Attempt<State, Reads, Reference>,
  snapshot: StreamSnapshot,
): Promise<Decided<State> | undefined> {
  const { trigger } = command.meta;
  if (trigger && (trigger.streamId !== subject.streamId || isGone(snapshot, trigger))) return undefined;
  const found = { snapshot, use: undefined, firstVersion: snapshot.version };
  const answer = await answerWithout(asked, subject, command.meta, found);
  if (answer) return answer;
  const decision = await judge(snapshot).catch(() => undefined);
  if (!decision) return undefined;
  if (decision.facts.length === 0) return trigger && decided(subject, snapshot, []);
  return appendDecision(asked, subject, command, decision).catch(undefinedWhenLost);
}

/** Tries on the stream as it stands. `triedAt`: the version at which the command was tried before, in vain. */
async function onLedger<State extends StreamState, Reads extends DomainEvent, Reference>(
  { asked, subject, command, keys, judge }: Attempt<State, Reads, Reference>,
  triedAt: number | undefined,
): Promise<Decided<State>> {
  const { meta } = command;
  let firstVersion = triedAt;
  for (let tries = triedAt === undefined ? 1 : 2; ; tries += 1) {
    const { snapshot, uses } = await asked.memory.read(meta.tenantId, subject.streamId, namesOf(keys));
    firstVersion ??= snapshot.version;
    const found = { snapshot, use: useFor(uses, keys), firstVersion };
    const answer = await answerWithout(asked, subject, meta, found);
    if (answer) return answer;
    const decision = await judge(snapshot);
    if (decision.facts.length === 0) return decided(subject, snapshot, []);
    try {
      return await appendDecision(asked, subject, command, decision);
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

const isWorthAnotherTry = (error: unknown): boolean =>
  error instanceof VersionConflict ||
  error instanceof KeyTaken ||
  error instanceof StaleStamp ||
  error instanceof OutcomeUnknown;

function undefinedWhenLost(error: unknown): undefined {
  if (!isWorthAnotherTry(error)) throw error;
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
