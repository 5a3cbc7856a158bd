import { caseIdOf } from '@bihuan/case';
import { CaseStore, unitEnvelope, type UnitEnvelope, UnitTopics } from '@bihuan/case-store';
import {
  Database,
  type Envelope,
  envelopeOf,
  Feed,
  type RecordedEvent,
  WorkerDatabase,
  feedCursor,
  SHARD,
} from '@bihuan/event-store';
import { BoundedMap } from '@bihuan/kernel';
import { decodeCursor, Problem } from '@bihuan/platform';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { refuse } from '../domain/refusals.policy.js';
import { isHandOverTo, isInSight, type Sight } from './feed.policy.js';

const QUIET_MS = 15_000;
const MAX_SOURCES = 20_000;
/** Shard, epoch, position and the event that was there. */
const cursorShape = z.tuple([z.literal(SHARD), z.int().min(1), z.int().min(1), z.uuid()]);

/** Where a reader goes on. */
export interface Start {
  readonly epoch: number;
  /** 0 at the beginning. */
  readonly position: number;
}

/** An event as the reader sees it, and the cursor behind it. */
export interface Line {
  readonly envelope: Envelope | UnitEnvelope;
  readonly cursor: string;
}

/** What a reader gets next: some lines, or after 15 s without any a sign of life. */
export type Portion = { readonly lines: readonly Line[] };

/** An event of the ledger, and what of it the reader sees. */
interface Shown extends Pick<Line, 'envelope'> {
  readonly event: RecordedEvent;
}
type Show = (page: readonly RecordedEvent[]) => Promise<readonly Shown[]>;

// An event is one line for each reader, a case that is handed to a unit too: nobody who stops behind it misses another.

/** The ledger in its order, cut to what a reader may see. */
@Injectable()
export class FeedQueries {
  /** Source of each case that an integrator's reader has met; it never changes. */
  private readonly sources = new BoundedMap<string>(MAX_SOURCES);

  constructor(
    private readonly feed: Feed,
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
    private readonly cases: CaseStore,
  ) {}

  /**
   * Where a cursor points to.
   * @throws Refusal LEDGER_WENT_BACK when it is of another epoch, or its event is not there any more
   */
  async startAt(tenantId: string, cursor: string | undefined): Promise<Start> {
    const place = placeIn(cursor);
    const [row] = await this.worker.query<{ epoch: number }>('select max(epoch) as epoch from ledger.epochs');
    const epoch = row?.epoch ?? 1;
    if (!place) return { epoch, position: 0 };
    const [, ofEpoch, position, eventId] = place;
    const rows = await this.database.query<{ event_id: string }>(
      tenantId,
      'select event_id from ledger.events where position = $1',
      [position],
    );
    if (ofEpoch !== epoch || rows[0]?.event_id !== eventId) refuse('LEDGER_WENT_BACK', { epoch });
    return { epoch, position };
  }

  /** What a reader gets, portion by portion; ends at the newest event, or when `ended` says so if it follows. */
  async *portions(sight: Sight, start: Start, follow: boolean, ended: AbortSignal): AsyncGenerator<Portion> {
    const head = follow ? Infinity : await this.feed.headPosition();
    const show = this.showTo(sight);
    let { position } = start;
    let quietSince = -Infinity;
    while (position < head && !ended.aborted) {
      const heard = this.feed.heard();
      const page = await this.feed.read(position);
      position = page.at(-1)?.meta.position ?? position;
      const shown = await show(page.filter((event) => isInSight(sight, event)));
      // The first sign is given at once: a reader of an empty feed learns that it is open.
      if (shown.length > 0 || (follow && performance.now() - quietSince >= QUIET_MS)) {
        quietSince = performance.now();
        yield {
          lines: shown.map(({ event, envelope }) => ({ envelope, cursor: feedCursor(start.epoch, event.meta) })),
        };
      }
      const quietMs = Math.max(1, QUIET_MS - (performance.now() - quietSince));
      if (page.length === 0) await this.feed.wait(quietMs, { heard, signal: ended });
    }
  }

  private showTo({ sources, unitId }: Sight): Show {
    if (unitId !== undefined) return this.topicOf(unitId);
    return async (page) => {
      const seen = sources ? await this.ofSources(sources, page) : page;
      return seen.map((event) => ({ event, envelope: envelopeOf(event) }));
    };
  }

  /** Of one reader, who goes through the ledger once: what it remembers of cases is of where it stands. */
  private topicOf(unitId: string): Show {
    const topics = new UnitTopics(this.worker, (event) => isHandOverTo(unitId, event));
    return async (page) => {
      const told = await topics.told(page);
      const own = told.filter(({ message }) => message.unitId === unitId);
      return own.map(({ event, message }) => ({ event, envelope: unitEnvelope(event, message) }));
    };
  }

  private async ofSources(
    sources: ReadonlySet<string>,
    page: readonly RecordedEvent[],
  ): Promise<readonly RecordedEvent[]> {
    const known = await Promise.all(page.map(async (event) => sources.has(await this.sourceOf(event))));
    return page.filter((_, index) => known[index]);
  }

  private async sourceOf({ tenantId, streamId, data, meta }: RecordedEvent): Promise<string> {
    const name = `${tenantId} ${streamId}`;
    // A case is read from its beginning: its first event says it, and nothing is looked up.
    const told = meta.version === 1 ? sourceIn(data) : undefined;
    const known = this.sources.get(name) ?? told ?? (await this.askedSource(tenantId, streamId));
    this.sources.set(name, known);
    return known;
  }

  private async askedSource(tenantId: string, streamId: string): Promise<string> {
    const { sourceSystem } = await this.cases.get(tenantId, caseIdOf(streamId));
    return sourceSystem;
  }
}

const sourceIn = (data: object): string | undefined =>
  'sourceSystem' in data && typeof data.sourceSystem === 'string' ? data.sourceSystem : undefined;

function placeIn(cursor: string | undefined): z.infer<typeof cursorShape> | undefined {
  try {
    return decodeCursor(cursor, cursorShape);
  } catch {
    const words = { code: 'malformed-cursor', zh: '不是本事件流给出的游标', en: 'is not a cursor of this feed' };
    throw new Problem('invalid-request', { faults: [{ pointer: '/after', in: 'query', ...words }] });
  }
}
