import type { Feed } from './feed.js';
import type { StreamEvent } from './recorded-event.js';

/** Some 3 MB: large enough that a stream often has several of its events in one, and a question costs nothing. */
const PAGE = 4_000;

/** Pages of the ledger for one reader: while it works on one, the next is on its way. */
export class PagesAhead {
  private next: { readonly after: number; readonly events: Promise<readonly StreamEvent[]> } | undefined;

  constructor(private readonly feed: Pick<Feed, 'readForFold'>) {}

  /** Events after a position, oldest first; at the head, as far as it is known, when there is no page behind them. */
  async after(position: number): Promise<{ events: readonly StreamEvent[]; isAtHead: boolean }> {
    const events = await (this.next?.after === position ? this.next.events : this.read(position));
    const last = events.at(-1);
    const isAtHead = last === undefined || events.length < PAGE;
    this.next = isAtHead ? undefined : this.ask(last.meta.position);
    return { events, isAtHead };
  }

  private ask(after: number) {
    const events = this.read(after);
    // A fault is told to whoever comes for the page; until then it must not end the process.
    events.catch(() => undefined);
    return { after, events };
  }

  private read(after: number): Promise<readonly StreamEvent[]> {
    return this.feed.readForFold(after, PAGE);
  }
}
