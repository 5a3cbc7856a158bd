import { CaseStore } from '@bihuan/case-store';
import { type Feed, StreamQueue } from '@bihuan/event-store';
import { ReferenceStore } from '@bihuan/reference-store';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import { FeedQueries } from './feed.queries.js';

let notes: LedgerUnderTest;
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterAll(() => notes.stop());

const everything = { tenantId: 'zhanyi', onlyCases: false, sources: undefined, unitId: undefined };

/** Readers of a feed that hears of no other process, so that no poll wakes them. */
const readersOf = (feed: Feed): FeedQueries => {
  const { ledger, memory, database, worker } = notes;
  const references = new ReferenceStore(ledger, database, worker, feed);
  return new FeedQueries(feed, database, worker, new CaseStore(ledger, memory, new StreamQueue(), references));
};

/** A feed on which something is appended just after a look has found nothing. */
const appendedToAfter = (looks: number): Feed => {
  let empty = 0;
  return Object.assign(Object.create(notes.feed) as Feed, {
    read: async (after: number) => {
      const page = await notes.feed.read(after);
      if (page.length === 0 && (empty += 1) === looks) await notes.append(newNote(), [noteTaken('just now')]);
      return page;
    },
  });
};

describe('a reader that follows the feed', () => {
  it('gets at once what was appended between its look and its rest', async () => {
    const ended = new AbortController();
    const portions = readersOf(appendedToAfter(1)).portions(everything, { epoch: 1, position: 0 }, true, ended.signal);
    const sign = await portions.next();
    const next = await portions.next();
    ended.abort();
    expect([sign.value?.lines, next.value?.lines]).toEqual([
      [],
      [expect.objectContaining({ envelope: expect.objectContaining({ data: { text: 'just now' } }) })],
    ]);
  });

  it('ends when it is told to, also while it rests', async () => {
    const ended = new AbortController();
    const start = { epoch: 1, position: await notes.feed.headPosition() };
    const portions = readersOf(notes.feed).portions(everything, start, true, ended.signal);
    await portions.next();
    const resting = portions.next();
    ended.abort();
    expect(await resting).toEqual({ done: true, value: undefined });
  });
});
