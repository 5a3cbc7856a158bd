import { newId } from '@bihuan/kernel';
import {
  eventually,
  ledgerUnderTest,
  type LedgerUnderTest,
  newNote,
  noteTaken,
  silentWatcher,
  subscriptionContract,
} from '@bihuan/testing';
import type { RecordedEvent } from './recorded-event.js';
import type { Handler } from './subscription.js';
import { LedgerSubscriptions, TailSubscription } from './tail-subscription.js';

const nothing = () => undefined;

subscriptionContract("the ledger's tail", async () => {
  const notes = await ledgerUnderTest();
  return {
    notes,
    process: async () => {
      const { feed, worker: database } = await notes.process();
      await feed.listen();
      // The next process takes the checkpoint over, whether this one lives or not.
      return {
        subscriptions: new LedgerSubscriptions({ feed, database, watcher: silentWatcher }),
        lose: nothing,
        mend: nothing,
      };
    },
    stop: () => notes.stop(),
  };
});

const textOf = ([event]: readonly RecordedEvent[]): string =>
  event?.data ? (event.data as { text: string }).text : '';
type Told = (text: string) => Promise<number>;
const allBut =
  (text: string, answer: () => Promise<number>): Told =>
  (seen) =>
    seen === text ? answer() : Promise.resolve(1);
const into =
  (seen: string[]): Told =>
  (text) => {
    seen.push(text);
    return Promise.resolve(1);
  };

describe('the checkpoint of a subscription', () => {
  let notes: LedgerUnderTest;
  const open: TailSubscription[] = [];
  beforeAll(async () => {
    notes = await ledgerUnderTest();
    await notes.feed.listen();
  });
  afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())));
  afterAll(() => notes.stop());

  const begun = (handle: Told, name = `notes.${newId()}`) => {
    const handler: Handler = {
      begin: () => Promise.resolve(),
      isConcerned: () => true,
      handle: (events) => handle(textOf(events)),
    };
    const parts = { feed: notes.feed, database: notes.worker, watcher: silentWatcher };
    const subscription = new TailSubscription(name, handler, parts);
    open.push(subscription);
    subscription.start();
    return { subscription, name };
  };
  const saved = async (name: string): Promise<number> =>
    Number((await notes.admin('select position from ledger.checkpoints where subscription = $1', [name]))[0]?.[0]);
  const taken = async (text: string): Promise<number> => {
    const [event] = await notes.append(newNote(), [noteTaken(text)]);
    return event?.meta.position ?? 0;
  };

  it('is the lowest unfinished event, whatever is finished behind it', async () => {
    const gate = Promise.withResolvers<number>();
    const { subscription, name } = begun(allBut('slow', () => gate.promise));
    const before = await taken('before');
    await taken('slow');
    await taken('after');
    await eventually(
      () => saved(name),
      (position) => position >= before,
    );
    expect([await saved(name), subscription.position]).toEqual([before, before]);
    gate.resolve(1);
  });

  it('is saved at a clean stop, and not moved past what did not end', async () => {
    const ending = new AbortController();
    const { subscription, name } = begun(
      allBut('held', () => {
        ending.abort();
        return Promise.resolve(0);
      }),
    );
    const done = await taken('done');
    await taken('held');
    await eventually(
      () => ending.signal.aborted,
      (isAborted) => isAborted,
    );
    await subscription.stop();
    expect(await saved(name)).toBe(done);
  });

  it('belongs to who took it over: the one before it lets go of all it had open', async () => {
    const [first, second]: [string[], string[]] = [[], []];
    const { name } = begun(into(first));
    await taken('one');
    await eventually(
      () => first,
      (seen) => seen.includes('one'),
    );
    begun(into(second), name);
    await eventually(
      async () => {
        await taken('two');
        return second;
      },
      (seen) => seen.includes('two'),
    );
    // It learns of it at its next save; from then on it hears nothing.
    const hearsNothing = await eventually(
      async () => {
        const before = first.length;
        const position = await taken('three');
        await eventually(
          () => saved(name),
          (seen) => seen >= position,
        );
        return first.length === before;
      },
      (isSo) => isSo,
    );
    expect(hearsNothing).toBe(true);
  });
});
