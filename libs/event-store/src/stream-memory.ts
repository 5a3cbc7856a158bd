import { type DomainEvent, type Fold, foldStream, type StreamState } from '@bihuan/kernel';
import { type Head, type Ledger, type KeyUse, noHead } from './ledger.js';
import type { RecordedEvent } from './recorded-event.js';

/** Some 60 MB of events; a busy case has 30 of them. */
const MAX_EVENTS = 40_000;

/** A state with the fold that made it. */
interface Folded {
  readonly fold: object;
  state: StreamState;
}

/** The state of a fold is what that very fold answers. */
const isOf = <State extends StreamState, Reads extends DomainEvent>(
  folded: Folded,
  fold: Fold<State, Reads>,
): folded is Folded & { state: State } => folded.fold === fold;

/** A stream as it was last read here, and what folds of it are known. */
export class StreamSnapshot {
  private readonly states: Folded[] = [];

  constructor(readonly events: readonly RecordedEvent[]) {}

  get version(): number {
    return this.events.at(-1)?.meta.version ?? 0;
  }

  /** Position of the newest event; 0 when the stream does not exist. */
  get position(): number {
    return this.events.at(-1)?.meta.position ?? 0;
  }

  get head(): Head {
    const last = this.events.at(-1);
    return last ? { version: last.meta.version, hash: last.hash } : noHead;
  }

  /** The whole stream folded; each fold is made once and carried on when events are added. */
  stateOf<State extends StreamState, Reads extends DomainEvent>(fold: Fold<State, Reads>): State {
    const known = this.states.find((folded) => isOf(folded, fold));
    const from = known?.state ?? fold.initialState;
    if (known?.state.version === this.version) return known.state;
    const state = foldStream({ ...fold, initialState: from }, this.events.slice(from.version));
    if (known) known.state = state;
    else this.states.push({ fold, state });
    return state;
  }

  with(added: readonly RecordedEvent[]): StreamSnapshot {
    if (added.length === 0) return this;
    const next = new StreamSnapshot([...this.events, ...added]);
    next.states.push(...this.states.map(({ fold, state }) => ({ fold, state })));
    return next;
  }
}

/** The busiest streams, kept so that a command, its answer and the next `GET` read only what came after. */
export class StreamMemory {
  /** In the order of their last use. */
  private readonly kept = new Map<string, StreamSnapshot>();
  private events = 0;
  /** Whether the last known stream that was read had nothing new: where others write as well, most have. */
  private isUpToDate = true;

  constructor(private readonly ledger: Pick<Ledger, 'readWithKeys'>) {}

  /** The stream as this process saw it last; undefined when that is unknown, or likely to be stale. */
  recall(tenantId: string, streamId: string): StreamSnapshot | undefined {
    return this.isUpToDate ? this.kept.get(`${tenantId} ${streamId}`) : undefined;
  }

  /** The stream as it stands, with the uses of some keys of the tenant. */
  async read(
    tenantId: string,
    streamId: string,
    keys: readonly string[] = [],
  ): Promise<{ snapshot: StreamSnapshot; uses: readonly KeyUse[] }> {
    const name = `${tenantId} ${streamId}`;
    const known = this.kept.get(name) ?? new StreamSnapshot([]);
    const { events, uses } = await this.ledger.readWithKeys(tenantId, streamId, known.version, keys);
    if (known.version > 0) this.isUpToDate = events.length === 0;
    return { snapshot: this.keep(name, known.with(events)), uses };
  }

  /** Carries a snapshot on by what this process has just appended to it. */
  added(
    tenantId: string,
    streamId: string,
    snapshot: StreamSnapshot,
    events: readonly RecordedEvent[],
  ): StreamSnapshot {
    return this.keep(`${tenantId} ${streamId}`, snapshot.with(events));
  }

  private keep(name: string, snapshot: StreamSnapshot): StreamSnapshot {
    const before = this.kept.get(name);
    // A reader that was slower than a writer must not take the memory back.
    const newest = before && before.version >= snapshot.version ? before : snapshot;
    this.kept.delete(name);
    if (newest.version > 0) this.kept.set(name, newest);
    this.events += newest.version - (before?.version ?? 0);
    for (const [oldest, { version }] of this.kept) {
      if (this.events <= MAX_EVENTS) break;
      this.kept.delete(oldest);
      this.events -= version;
    }
    return snapshot.version >= newest.version ? newest : snapshot;
  }
}
