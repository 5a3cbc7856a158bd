import { newId, Refusal } from '@bihuan/kernel';
import { eventually, ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import { DeadLetters } from './dead-letters.js';
import { Delivery } from './delivery.js';
import type { RecordedEvent } from './recorded-event.js';

let notes: LedgerUnderTest;
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterAll(() => notes.stop());

const signal = new AbortController().signal;
const upcast = (_: string, __: number, data: unknown) => data;
const lettersOf = (subscription: string, build = 'test', read = upcast) =>
  new DeadLetters(subscription, { database: notes.worker, upcast: read, build });
const unknown = () => {
  throw new RangeError('a version of another program');
};
const takenDown = (...texts: readonly string[]) =>
  notes.append(
    newNote(),
    texts.map((text) => noteTaken(text)),
  );
const textOf = ({ data }: RecordedEvent): string => (data as { text: string }).text;

/** A delivery to a handler that refuses what it is told to. */
function delivering(
  refuses: (text: string) => Error | undefined | Promise<Error | undefined>,
  subscription = `notes.${newId()}`,
  letters = lettersOf(subscription),
) {
  const handled: string[] = [];
  const failed: unknown[] = [];
  const waiting: unknown[] = [];
  // Each look at the clock is four minutes later.
  let at = 0;
  const now = () => (at += 240_000);
  const watcher = {
    failed: (_: string, __: RecordedEvent, error: unknown) => void failed.push(error),
    waiting: (...told: readonly unknown[]) => void waiting.push(told),
    parked: () => undefined,
    stopped: (_: string, error: unknown) => void failed.push(error),
  };
  const react = async (event: RecordedEvent) => {
    const error = await refuses(textOf(event));
    if (error) throw error;
    handled.push(textOf(event));
  };
  const delivery = new Delivery({ react, isConcerned: () => true }, letters, watcher, now);
  const rows = () =>
    notes.admin(
      `select version, parked_version, reason, failures, outcome from notes.dead_letter where subscription = $1`,
      [subscription],
    );
  const wishes = (wish: string) =>
    notes.admin('update notes.dead_letter set wish = $2 where subscription = $1', [subscription, wish]);
  const claimOfAnother = (streamId: string) =>
    notes.admin('update notes.dead_letter set claim = $3 where subscription = $1 and stream_id = $2', [
      subscription,
      streamId,
      newId(),
    ]);
  return { delivery, handled, failed, waiting, rows, wishes, claimOfAnother, subscription };
}
const no = (code: string) => new Refusal(code, { kind: 'conflict', zh: '不', en: 'no' });
const away = () => Object.assign(new Error('13800000000'), { code: 'ECONNREFUSED' });
const refusing = (bad: ReadonlySet<string>) => (text: string) => (bad.has(text) ? no('NO') : undefined);
const ended = async (made: ReturnType<typeof delivering>, outcome: string | null, version: number) =>
  eventually(made.rows, ([row]) => row?.[4] === outcome && row?.[0] === version);

const claimed = async (letters: DeadLetters) => {
  const letter = await letters.claim();
  if (!letter) throw new Error('there is no letter');
  return letter;
};

describe('an event that a rule refuses', () => {
  it('is set aside at the first try, under the code of the refusal', async () => {
    const made = delivering(() => no('CASE_CLOSED'));
    await made.delivery.handle(await takenDown('one'), signal);
    expect([made.failed.length, await made.rows()]).toEqual([1, [[1, 1, 'CASE_CLOSED', 1, null]]]);
  });
});

describe('an event that fails', () => {
  it('is set aside after five tries, under the name and code of the fault, never its words', async () => {
    const made = delivering(() => Object.assign(new TypeError('13800000000'), { code: '42P01' }));
    await made.delivery.handle(await takenDown('one'), signal);
    expect([made.failed.length, await made.rows()]).toEqual([5, [[1, 1, 'TypeError.42P01', 1, null]]]);
  });

  it('is not set aside when the signal comes while it is tried', async () => {
    const ending = new AbortController();
    const made = delivering(() => {
      ending.abort();
      return new TypeError('no');
    });
    expect(await made.delivery.handle(await takenDown('one'), ending.signal)).toBe(0);
    expect(await made.rows()).toEqual([]);
  });
});

describe('a fault that passes, and does not pass for minutes', () => {
  it('is told once with its code, never its words, and waited for', async () => {
    const faults = [away(), away(), undefined];
    const made = delivering(() => faults.shift());
    const events = await takenDown('one');
    expect(await made.delivery.handle(events, signal)).toBe(1);
    expect([made.waiting, made.failed]).toEqual([[[made.subscription, events[0], 'Error.ECONNREFUSED']], []]);
  });

  it('is told when it keeps an event from being set aside', async () => {
    const letters = lettersOf(`notes.${newId()}`);
    const answers = [() => Promise.reject<boolean>(away()), letters.open.bind(letters)];
    const failing = Object.assign(Object.create(letters) as DeadLetters, {
      open: (event: RecordedEvent, reason: string) => answers.shift()?.(event, reason),
    });
    const made = delivering(() => no('NO'), letters.subscription, failing);
    await made.delivery.handle(await takenDown('one'), signal);
    expect([made.waiting.length, await made.rows()]).toEqual([1, [[1, 1, 'NO', 1, null]]]);
  });
});

describe('a letter', () => {
  it('lets all that waits in its stream wait at once', async () => {
    const made = delivering(() => no('NO'));
    const events = await takenDown('one', 'two', 'three');
    await made.delivery.handle(events, signal);
    expect(await made.delivery.handle(events.slice(1), signal)).toBe(2);
    expect(await made.rows()).toEqual([[1, 3, 'NO', 1, null]]);
  });

  it('is known to the next process before its first event', async () => {
    const made = delivering(() => no('NO'));
    const events = await takenDown('one', 'two');
    await made.delivery.handle(events, signal);
    const next = delivering(() => undefined, made.subscription);
    await next.delivery.begin();
    await next.delivery.handle(events.slice(1), signal);
    expect([next.handled, await made.rows()]).toEqual([[], [[1, 2, 'NO', 1, null]]]);
  });

  it('is not forgotten when it is opened while a rebalance asks for the open ones', async () => {
    const [asked, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const letters = lettersOf(`notes.${newId()}`);
    const slow = Object.assign(Object.create(letters) as DeadLetters, {
      openStreams: async () => {
        const streams = await letters.openStreams();
        asked.resolve();
        await told.promise;
        return streams;
      },
    });
    const made = delivering(refusing(new Set(['one'])), letters.subscription, slow);
    const events = await takenDown('one', 'two');
    const rebalanced = made.delivery.begin();
    await asked.promise;
    await made.delivery.handle(events, signal);
    told.resolve();
    await rebalanced;
    await made.delivery.handle(events.slice(1), signal);
    expect([made.handled, await made.rows()]).toEqual([[], [[1, 2, 'NO', 1, null]]]);
  });

  it('is not forgotten when the signal comes before it could be asked', async () => {
    const made = delivering(refusing(new Set(['one'])));
    const events = await takenDown('one', 'two');
    await made.delivery.handle(events, signal);
    expect(await made.delivery.handle(events.slice(1), AbortSignal.abort())).toBe(0);
    await made.delivery.handle(events.slice(1), signal);
    expect([made.handled, await made.rows()]).toEqual([[], [[1, 2, 'NO', 1, null]]]);
  });

  it('waits behind the next event that fails when it is tried again', async () => {
    const bad = new Set(['one', 'three']);
    const made = delivering(refusing(bad));
    const events = await takenDown('one', 'two', 'three', 'four');
    await made.delivery.handle(events, signal);
    await made.delivery.handle(events.slice(1), signal);
    bad.delete('one');
    await made.wishes('retry');
    made.delivery.start();
    await ended(made, null, 3);
    await made.wishes('discard');
    await ended(made, 'discarded', 3);
    await made.delivery.stop();
    expect([made.handled, await made.rows()]).toEqual([['one', 'two', 'four'], [[3, 4, 'NO', 2, 'discarded']]]);
  });

  it('is not opened again for an event that a person has discarded', async () => {
    const made = delivering(() => no('NO'));
    const events = await takenDown('one');
    await made.delivery.handle(events, signal);
    await made.wishes('discard');
    made.delivery.start();
    await ended(made, 'discarded', 1);
    await made.delivery.stop();
    expect(await made.delivery.handle(events, signal)).toBe(1);
    expect(await made.rows()).toHaveLength(1);
  });

  it('is closed only by who has handled all that waits: what came meanwhile is handled too', async () => {
    const made = delivering(() => no('NO'));
    const events = await takenDown('one', 'two');
    await made.delivery.handle(events, signal);
    const letters = lettersOf(made.subscription);
    await made.wishes('retry');
    const letter = await claimed(letters);
    const before = await letters.waiting(letter, 0);
    await letters.park(events.slice(1));
    expect([before.map(textOf), await letters.close(letter, 1)]).toEqual([['one'], false]);
    expect([(await letters.waiting(letter, 1)).map(textOf), await letters.close(letter, 2)]).toEqual([['two'], true]);
    expect(await letters.park(events.slice(1))).toBe(false);
  });

  it('is discarded while it waits for a fault that does not pass', async () => {
    const faults = new Map<string, Error>([['one', no('NO')]]);
    const made = delivering((text) => faults.get(text));
    const events = await takenDown('one', 'two');
    await made.delivery.handle(events, signal);
    await made.delivery.handle(events.slice(1), signal);
    faults.set('one', away());
    await made.wishes('retry');
    made.delivery.start();
    await eventually(
      () => made.waiting,
      (seen) => seen.length > 0,
    );
    await made.wishes('discard');
    await ended(made, 'discarded', 1);
    await made.delivery.stop();
    expect(made.handled).toEqual(['two']);
  });

  it('is tried no further by a process whose claim another has taken meanwhile', async () => {
    const bad = new Set(['one', 'apart']);
    const made = delivering(async (text) => {
      await meanwhile.get(text)?.();
      return refusing(bad)(text);
    });
    const events = await takenDown('one', 'two', 'three');
    const meanwhile = new Map([['two', () => made.claimOfAnother(String(events[0]?.streamId))]]);
    await made.delivery.handle(events, signal);
    await made.delivery.handle(events.slice(1), signal);
    await made.delivery.handle(await takenDown('apart'), signal);
    bad.clear();
    await made.wishes('retry');
    made.delivery.start();
    await eventually(
      () => made.handled,
      (seen) => seen.includes('apart'),
    );
    await made.delivery.stop();
    expect(made.handled).toEqual(['one', 'two', 'apart']);
  });
});

describe('the letters of a subscription', () => {
  it('are tried again no more after a fault that nobody expected, which is told once and keeps the process unready', async () => {
    const subscription = `notes.${newId()}`;
    const made = delivering(() => no('NO'), subscription, lettersOf(subscription, 'test', unknown));
    await made.delivery.handle(await takenDown('one'), signal);
    await made.wishes('retry');
    made.delivery.start();
    const reason = await eventually(
      () => made.delivery.trouble(),
      (told) => told !== undefined,
    );
    await made.delivery.stop();
    expect([reason, made.failed.slice(1)]).toEqual([
      `${subscription} (dead letters) has stopped`,
      [new RangeError('a version of another program')],
    ]);
  });
});
