import { caseFold, type CaseState, tellUnits, type UnitMessage, upcast } from '@bihuan/case';
import { earlierEvents, type RecordedEvent, streamName, type WorkerDatabase } from '@bihuan/event-store';
import { BoundedMap, foldStream, type NewEvent } from '@bihuan/kernel';

/** Of cases that were handed over, as they stood after what was read last: some 60 MB at most. */
const MAX_STATES = 5_000;
/** Names of cases that were not, so that their beginnings are not read again with each page. */
const MAX_PASSED_BY = 20_000;

/** What a unit is told, and the event it is told of. */
export interface ToldToUnit {
  readonly event: RecordedEvent;
  readonly message: UnitMessage;
}

/**
 * What units are told by the ledger, page by page, for one reader: it remembers the cases as of the page before. A case
 * that was never handed to a unit of the reader's is not folded; what came before the first page is read when the case
 * turns up. A page may be read again.
 */
export class UnitTopics {
  private readonly states = new BoundedMap<CaseState>(MAX_STATES);
  private readonly passedBy = new BoundedMap<true>(MAX_PASSED_BY);

  /** `isHandOver`: the AssignmentDispatched events with which a case becomes the reader's. */
  constructor(
    private readonly database: WorkerDatabase,
    private readonly isHandOver: (event: NewEvent) => boolean,
  ) {}

  /** The messages of a page of the ledger, in its order; of the reader's cases also those to other units. */
  async told(page: readonly RecordedEvent[]): Promise<readonly ToldToUnit[]> {
    const ofCases = page.filter(({ streamType }) => streamType === 'case');
    const streams = Map.groupBy(ofCases, streamName);
    const before = await this.statesBefore(streams);
    const told = [...streams].flatMap(([name, events]) => this.toldOf(name, events, before.get(name)));
    return told.toSorted((left, right) => left.event.meta.position - right.event.meta.position);
  }

  private toldOf(name: string, events: readonly RecordedEvent[], before: CaseState | undefined): readonly ToldToUnit[] {
    if (!before) {
      this.passedBy.set(name, true);
      return [];
    }
    const { after, told } = tellUnits(before, events);
    this.states.set(name, after);
    this.passedBy.delete(name);
    return told;
  }

  /** States before a page of the cases that are the reader's, or become it in the page. */
  private async statesBefore(streams: ReadonlyMap<string, readonly RecordedEvent[]>): Promise<Map<string, CaseState>> {
    const states = new Map<string, CaseState>();
    const unread: RecordedEvent[] = [];
    for (const [name, events] of streams) {
      const known = this.knownBefore(name, events);
      if (known) states.set(name, known);
      else if (this.mayBeOurs(name, events)) unread.push(...events.slice(0, 1));
    }
    for await (const some of earlierEvents({ database: this.database, upcast }, unread)) {
      for (const [name, earlier] of some) {
        const isOurs = [...earlier, ...(streams.get(name) ?? [])].some(this.isHandOver);
        if (isOurs) states.set(name, foldStream(caseFold, earlier));
      }
    }
    return states;
  }

  private knownBefore(name: string, events: readonly RecordedEvent[]): CaseState | undefined {
    const version = (events[0]?.meta.version ?? 1) - 1;
    if (version === 0) return events.some(this.isHandOver) ? caseFold.initialState : undefined;
    const known = this.states.get(name);
    return known?.version === version ? known : undefined;
  }

  private mayBeOurs(name: string, events: readonly RecordedEvent[]): boolean {
    const isBegun = (events[0]?.meta.version ?? 1) > 1;
    return isBegun && (this.passedBy.get(name) === undefined || events.some(this.isHandOver));
  }
}
