import { newId } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import { DeadLetters } from './dead-letters.js';
import type { RecordedEvent } from './recorded-event.js';

let notes: LedgerUnderTest;
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterAll(() => notes.stop());

const upcast = (_: string, __: number, data: unknown) => data;
const lettersOf = (subscription: string, build = 'test') =>
  new DeadLetters(subscription, { database: notes.worker, upcast, build });

/** A letter that stands at the first of three events, all of which wait. */
async function opened() {
  const events = await notes.append(
    newNote(),
    ['one', 'two', 'three'].map((text) => noteTaken(text)),
  );
  const [one, two, three] = events;
  if (!one || !two || !three) throw new Error('nothing was appended');
  const letters = lettersOf(`notes.${newId()}`);
  await letters.open(one, 'NO');
  await letters.park(events);
  const set = (sql: string) =>
    notes.admin(`update notes.dead_letter set ${sql} where subscription = $1`, [letters.subscription]);
  const row = async (columns: string) =>
    (await notes.admin(`select ${columns} from notes.dead_letter where subscription = $1`, [letters.subscription]))[0];
  return { letters, one, two, three, set, row };
}
type Opened = Awaited<ReturnType<typeof opened>>;

const claimed = async (letters: DeadLetters) => {
  const letter = await letters.claim();
  if (!letter) throw new Error('there is no letter');
  return letter;
};
/** A claim that ran out while its holder slept, and the one of the process that came after. */
const overtaken = async ({ letters, set }: Opened) => {
  await set(`wish = 'retry'`);
  const late = await claimed(letters);
  await set(`claimed_until = clock_timestamp() - interval '1 second'`);
  return { late, holder: await claimed(letters) };
};
const idOf = ({ meta }: RecordedEvent): string => meta.eventId;

describe('a claim', () => {
  it('is of one process at a time', async () => {
    const { letters, set } = await opened();
    await set(`wish = 'retry'`);
    const claims = await Promise.all([letters.claim(), lettersOf(letters.subscription).claim()]);
    expect(claims.filter((letter) => letter !== undefined)).toHaveLength(1);
  });

  it('lasts a minute from the last time it was kept', async () => {
    const { letters, set, row } = await opened();
    await set(`wish = 'retry'`);
    const letter = await claimed(letters);
    await set(`claimed_until = clock_timestamp() + interval '1 second'`);
    expect(await letters.keep(letter, 0)).toBe(true);
    expect(await row(`claimed_until > clock_timestamp() + interval '50 seconds'`)).toEqual([true]);
  });

  it('can neither be kept nor end the letter once another process has claimed it', async () => {
    const made = await opened();
    const { late, holder } = await overtaken(made);
    expect([await made.letters.keep(late, 0), await made.letters.close(late, 3)]).toEqual([false, false]);
    expect([await made.letters.keep(holder, 0), await made.letters.close(holder, 3)]).toEqual([true, true]);
  });

  it('moves nothing once another process has claimed the letter', async () => {
    const made = await opened();
    const { late } = await overtaken(made);
    await made.letters.failedAgain(late, made.two, 'LATE');
    expect(await made.row('version, reason, failures')).toEqual([1, 'NO', 1]);
  });

  it('moves nothing once the letter is closed', async () => {
    const made = await opened();
    const { late, holder } = await overtaken(made);
    await made.letters.close(holder, 3);
    await made.letters.failedAgain(late, made.two, 'LATE');
    expect(await made.row('version, reason, outcome')).toEqual([1, 'NO', 'retried']);
  });
});

describe('a wish', () => {
  it.each(['retry', 'discard'])('to %s that comes while the letter is tried again is heard next', async (wish) => {
    const { letters, one, set, row } = await opened();
    await set(`wish = 'retry'`);
    const letter = await claimed(letters);
    await set(`wish = '${wish}'`);
    await letters.failedAgain(letter, one, 'STILL_NO');
    expect(await row('wish, reason')).toEqual([wish, 'STILL_NO']);
  });

  it('ends the try under way while its event is not handled', async () => {
    const { letters, set } = await opened();
    await set(`wish = 'retry'`);
    const letter = await claimed(letters);
    await set(`wish = 'discard'`);
    expect([await letters.keep(letter, 1), await letters.keep(letter, 0)]).toEqual([true, false]);
    expect(await claimed(letters)).toMatchObject({ wish: 'discarding', version: 1 });
  });

  it('is done with when its try fails', async () => {
    const { letters, one, set, row } = await opened();
    await set(`wish = 'retry'`);
    await letters.failedAgain(await claimed(letters), one, 'STILL_NO');
    expect(await row('wish')).toEqual([null]);
  });

  it('does not go over to another event, which the person has not seen', async () => {
    const { letters, two, set, row } = await opened();
    await set(`wish = 'retry'`);
    const letter = await claimed(letters);
    await set(`wish = 'discard'`);
    await letters.failedAgain(letter, two, 'NO_EITHER');
    expect(await row('version, wish, discarded')).toEqual([2, null, []]);
  });

  it('is taken up again by the next process when its own was lost', async () => {
    const { letters, set } = await opened();
    await set(`wish = 'discard'`);
    await letters.claim();
    await set('claimed_until = clock_timestamp()');
    expect(await claimed(letters)).toMatchObject({ wish: 'discarding', version: 1 });
  });
});

describe('a build', () => {
  it('tries once what another has failed at, and no build a second time', async () => {
    const { letters, one, row } = await opened();
    const [mended, older] = [lettersOf(letters.subscription, 'mended'), lettersOf(letters.subscription, 'older')];
    await mended.failedAgain(await claimed(mended), one, 'NO');
    await older.failedAgain(await claimed(older), one, 'NO');
    expect([await letters.claim(), await mended.claim(), await older.claim()]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await row('failures, builds')).toEqual([3, ['older', 'mended', 'test']]);
  });

  it('tries an event that another has reached, which it has not seen', async () => {
    const { letters, two, row } = await opened();
    const mended = lettersOf(letters.subscription, 'mended');
    await mended.failedAgain(await claimed(mended), two, 'NO_EITHER');
    expect(await row('builds')).toEqual([['mended']]);
    expect([await mended.claim(), await letters.claim()]).toEqual([undefined, expect.objectContaining({ version: 2 })]);
  });

  it('is named once, however often a person asks it, and forgotten after sixteen others', async () => {
    const { letters, one, set, row } = await opened();
    await set(`wish = 'retry', builds = array(select 'build ' || n from generate_series(1, 15) n) || array['test']`);
    await letters.failedAgain(await claimed(letters), one, 'NO');
    const mended = lettersOf(letters.subscription, 'mended');
    await mended.failedAgain(await claimed(mended), one, 'NO');
    expect(await row('cardinality(builds), builds[1:3]')).toEqual([16, ['mended', 'test', 'build 1']]);
  });
});

describe('a discarded event', () => {
  it('stays on record once, whatever becomes of those behind it', async () => {
    const { letters, one, two, set, row } = await opened();
    await set(`wish = 'discard'`);
    await letters.claim();
    await set('claimed_until = clock_timestamp()');
    await letters.failedAgain(await claimed(letters), two, 'NO_EITHER');
    await set(`wish = 'retry'`);
    await letters.close(await claimed(letters), 3);
    expect(await row('outcome, discarded')).toEqual(['retried', [idOf(one)]]);
    expect(await letters.open(one, 'NO')).toBe(false);
  });

  it('stays on record beside the others of its letter', async () => {
    const { letters, one, two, set, row } = await opened();
    await set(`wish = 'discard'`);
    await letters.failedAgain(await claimed(letters), two, 'NO_EITHER');
    await set(`wish = 'discard'`);
    await letters.close(await claimed(letters), 3);
    expect(await row('outcome, discarded')).toEqual(['discarded', [idOf(one), idOf(two)]]);
  });
});
