import { PagesAhead } from './pages-ahead.js';
import type { StreamEvent } from './recorded-event.js';

const FULL = 4_000;
const pageAfter = (after: number, length: number): StreamEvent[] =>
  Array.from({ length }, (_, index) => ({ meta: { position: after + 1 + index } }) as StreamEvent);

/** A ledger that tells its first page and then fails. */
const goneAfter = (first: readonly StreamEvent[], fault: Error) => ({
  readForFold: (after: number) => (after === 0 ? Promise.resolve(first) : Promise.reject(fault)),
});

/** Pages of a ledger of so many events, and after which positions it was asked. */
const ledgerOf = (events: number) => {
  const asked: number[] = [];
  const readForFold = (after: number, limit: number) => {
    asked.push(after);
    return Promise.resolve(pageAfter(after, Math.min(limit, events - after)));
  };
  return { asked, pages: new PagesAhead({ readForFold }) };
};

describe('a reader of pages', () => {
  it('is told each page once, in order, and when it has come to the head', async () => {
    const { pages } = ledgerOf(FULL + 10);
    const [first, second] = [await pages.after(0), await pages.after(FULL)];
    expect([first.events.length, first.isAtHead, second.events.length, second.isAtHead]).toEqual([
      FULL,
      false,
      10,
      true,
    ]);
  });

  it('is at the head of an empty ledger', async () => {
    expect(await ledgerOf(0).pages.after(0)).toEqual({ events: [], isAtHead: true });
  });

  it('has the next page on its way while it folds one', async () => {
    const { asked, pages } = ledgerOf(FULL * 2);
    await pages.after(0);
    expect(asked).toEqual([0, FULL]);
  });

  it('asks nothing ahead at the head, where a page would be old before it is needed', async () => {
    const { asked, pages } = ledgerOf(10);
    await pages.after(0);
    expect(asked).toEqual([0]);
  });

  it('that goes on elsewhere is told what comes after there', async () => {
    const { pages } = ledgerOf(FULL * 2);
    await pages.after(0);
    const { events } = await pages.after(FULL + 5);
    expect(events[0]?.meta.position).toBe(FULL + 6);
  });

  it('hears of a fault of the page ahead when it comes for it, and not before', async () => {
    const fault = new Error('away');
    const first = pageAfter(0, FULL);
    const pages = new PagesAhead(goneAfter(first, fault));
    expect((await pages.after(0)).events).toBe(first);
    await expect(pages.after(FULL)).rejects.toBe(fault);
  });
});
