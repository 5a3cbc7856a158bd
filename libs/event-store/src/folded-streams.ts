import { BoundedMap, type DomainEvent, type Fold, foldStream, type StreamState } from '@bihuan/kernel';
import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import { earlierEvents } from './earlier-events.js';
import type { Touched } from './projection-rows.js';
import { type StreamEvent, streamName } from './recorded-event.js';

/** States of the streams that were touched last; a case is touched some 16 times in its life. */
const MAX_STATES = 5_000;

/** Streams as a projection folds them, and those of them that its table does not tell yet. */
export class FoldedStreams<State extends StreamState, Reads extends DomainEvent> {
  /** Of streams that are written. */
  private readonly states = new BoundedMap<State>(MAX_STATES);
  private touched = new Map<string, Touched<State>>();

  constructor(
    private readonly fold: Fold<State, Reads>,
    private readonly parts: { readonly database: WorkerDatabase; readonly upcast: Upcast },
  ) {}

  /** How many streams wait to be written. */
  get waiting(): number {
    return this.touched.size;
  }

  /** Folds events that follow on those before them, oldest first. */
  async add(events: readonly StreamEvent[]): Promise<void> {
    const streams = Map.groupBy(events, streamName);
    const forgotten = await this.forgottenStates(streams);
    for (const [name, own] of streams) {
      const last = own.at(-1);
      if (!last) continue;
      const initialState = this.known(name) ?? forgotten.get(name) ?? this.fold.initialState;
      const state = foldStream({ evolve: this.fold.evolve, initialState }, own);
      const { tenantId, streamId, meta } = last;
      this.touched.set(name, { state, tenantId, streamId, position: meta.position });
    }
  }

  /** The streams that wait, each as it stands; from here on none does. */
  takeWaiting(): readonly Touched<State>[] {
    for (const [name, { state }] of this.touched) this.states.set(name, state);
    const waiting = [...this.touched.values()];
    this.touched = new Map();
    return waiting;
  }

  /** Forgets everything, for what comes next does not follow on it. */
  clear(): void {
    this.states.clear();
    this.touched.clear();
  }

  private known(name: string): State | undefined {
    return this.touched.get(name)?.state ?? this.states.get(name);
  }

  /** States, before the events of a page, of streams that began before it and are not known any more. */
  private async forgottenStates(streams: ReadonlyMap<string, readonly StreamEvent[]>): Promise<Map<string, State>> {
    const forgotten: StreamEvent[] = [];
    for (const [name, [first]] of streams)
      if (first && first.meta.version > 1 && !this.known(name)) forgotten.push(first);
    const states = new Map<string, State>();
    for await (const some of earlierEvents(this.parts, forgotten))
      for (const [name, earlier] of some) states.set(name, foldStream(this.fold, earlier));
    return states;
  }
}
