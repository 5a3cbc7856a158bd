import type { Head, RecordedEvent } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { eventually } from './eventually.js';
import { newNote, noteTaken } from './notes.js';
import type { Handling, SubscriptionsUnderTest, ToldDeliveries } from './told-deliveries.js';

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);
const connectionLost = Object.assign(new Error('away'), { code: 'ECONNRESET' });
/** Refuses what ends so, the first few times or for ever. */
const failing =
  (ending: string, times = Infinity, error: Error = new RangeError('no')): Handling =>
  (text, tries) =>
    text.endsWith(ending) && tries <= times ? Promise.reject(error) : turn();
/** Waits with what ends so until the gate opens. */
const waiting =
  (ending: string, gate: Promise<void>): Handling =>
  (text) =>
    text.endsWith(ending) ? gate : undefined;

/** A group of Kafka waits 10 s for a member that was lost, and 15 s for all to join anew; the machine may be busy. */
const LOST_MS = 45_000;

const newTag = (): string => `${newId()} `;
const withTag = (tag: string, texts: readonly string[]): string[] => texts.map((text) => `${tag}${text}`);

/** What every engine of subscriptions must show; each runs it on real parts. */
export function subscriptionContract(engine: string, begin: () => Promise<SubscriptionsUnderTest>): void {
  let under: SubscriptionsUnderTest;
  const started: ToldDeliveries[] = [];
  beforeAll(async () => {
    under = await begin();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.stop()));
  });
  afterAll(() => under.stop());

  const subscribed = async (tag: string, told: { handling?: Handling; build?: string; name?: string } = {}) => {
    const { name, ...how } = told;
    // Loaded only here: most specs that need this lib need neither database nor framework.
    const loaded = await import('./told-deliveries.js');
    const made = new loaded.ToldDeliveries(under, { tag, ...how }, name);
    started.push(made);
    return made.start();
  };
  /** Takes notes down in a new stream, one append each. */
  const takenDown = async (tag: string, texts: readonly string[], streamId = newNote()): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    let head: Head | undefined;
    for (const text of texts) {
      const [event] = await under.notes.append(streamId, [noteTaken(`${tag}${text}`)], head ? { head } : {});
      if (!event) throw new Error('nothing was appended');
      head = { version: event.meta.version, hash: event.hash };
      events.push(event);
    }
    return events;
  };
  const letters = async (name: string): Promise<unknown[][]> =>
    under.notes.admin(
      `select event_type, version, parked_version, reason, outcome from notes.dead_letter where subscription = $1 order by opened_at`,
      [name],
    );
  const wish = (name: string, what: 'retry' | 'discard') =>
    under.notes.admin('update notes.dead_letter set wish = $2 where subscription = $1 and closed_at is null', [
      name,
      what,
    ]);

  describe(`a subscription on ${engine}`, () => {
    it('hands over the events of each stream in their order, each once', async () => {
      const tag = newTag();
      const told = await subscribed(tag, { handling: turn });
      await Promise.all(['a', 'b', 'c'].map((name) => takenDown(tag, numbered(name, 20))));
      const handled = await told.handles(60);
      const perStream = ['a', 'b', 'c'].map((name) => handled.filter((text) => text.startsWith(`${tag}${name}`)));
      expect(perStream).toEqual(['a', 'b', 'c'].map((name) => withTag(tag, numbered(name, 20))));
    });

    it('hands over nothing that does not concern its handler, and goes past it', async () => {
      const tag = newTag();
      const first = await subscribed(tag);
      const other = { type: 'NoteNumbered', data: { no: newNote() } };
      await under.notes.append(newNote(), [noteTaken(`${tag}before`), other]);
      await first.handles(1);
      await first.stop();
      const second = await subscribed(tag, { name: first.name });
      await takenDown(tag, ['after']);
      expect(await second.handles(1)).toEqual(withTag(tag, ['after']));
      expect([...first.types, ...second.types]).toEqual(['NoteTaken', 'NoteTaken']);
    });

    it('handles up to 32 streams at once, and no more', async () => {
      const tag = newTag();
      const gate = Promise.withResolvers<void>();
      await under.notes.append(newNote(), [noteTaken('before')]);
      await Promise.all(numbered('wide', 100).map((text) => takenDown(tag, [text])));
      const told = await subscribed(tag, { handling: () => gate.promise });
      await eventually(
        () => told.atOnce,
        (seen) => seen === 32,
      );
      gate.resolve();
      await told.handles(100);
      expect(told.most).toBe(32);
    });

    it('hands over what waits in a stream together', async () => {
      const tag = newTag();
      await takenDown(tag, numbered('many', 50));
      const told = await subscribed(tag);
      await told.handles(50);
      expect(Math.max(...told.behind)).toBeGreaterThan(0);
    });

    it('goes on where it ended, and repeats nothing after a clean stop', async () => {
      const tag = newTag();
      const first = await subscribed(tag);
      await takenDown(tag, ['one']);
      await first.handles(1);
      await first.stop();
      const second = await subscribed(tag, { name: first.name });
      await takenDown(tag, ['two']);
      expect(await second.handles(1)).toEqual(withTag(tag, ['two']));
    });

    it('hands an event over again when its process was lost before it was handled', async () => {
      const tag = newTag();
      const gate = Promise.withResolvers<void>();
      const dying = await subscribed(tag, { handling: waiting('slow', gate.promise) });
      await takenDown(tag, ['quick']);
      await takenDown(tag, ['slow', 'behind']);
      await dying.handles(1);
      dying.lose();
      const next = await subscribed(tag, { name: dying.name });
      await eventually(
        () => next.handled,
        (seen) => seen.includes(`${tag}behind`),
        LOST_MS,
      );
      expect(next.handled).toEqual(expect.arrayContaining(withTag(tag, ['slow', 'behind'])));
      gate.resolve();
    });

    it('takes in no more than it can hold while its handler is slow, and loses nothing', async () => {
      const tag = newTag();
      const gate = Promise.withResolvers<void>();
      const told = await subscribed(tag, { handling: waiting('slow', gate.promise) });
      await takenDown(tag, ['slow']);
      for (const round of numbered('round', 6))
        await under.notes.append(
          newNote(),
          numbered(round, 1_000).map((text) => noteTaken(`${tag}${text}`)),
        );
      await told.handles(1_000);
      gate.resolve();
      expect(new Set(await told.handles(6_001)).size).toBe(6_001);
    });

    it('waits for faults that pass, without counting them, and only their stream waits', async () => {
      const tag = newTag();
      const told = await subscribed(tag, { handling: failing('away', 2, connectionLost) });
      await takenDown(tag, ['away', 'behind']);
      await takenDown(tag, ['apart']);
      expect(await told.handles(3)).toEqual(withTag(tag, ['apart', 'away', 'behind']));
      expect([told.failed, await letters(told.name)]).toEqual([[], []]);
    });

    it('sets an event aside that cannot be handled; its stream waits behind it, others go on', async () => {
      const tag = newTag();
      const told = await subscribed(tag, { handling: failing('poison') });
      await takenDown(tag, ['before', 'poison', 'behind', 'further behind']);
      await takenDown(tag, ['apart']);
      await eventually(
        () => letters(told.name),
        ([letter]) => letter?.[2] === 4,
      );
      expect(await letters(told.name)).toEqual([['NoteTaken', 2, 4, 'RangeError', null]]);
      expect(told.handled.toSorted()).toEqual(withTag(tag, ['apart', 'before']));
    });

    it('hands the whole stream over in order when a letter is tried again', async () => {
      const tag = newTag();
      const told = await subscribed(tag, { handling: failing('poison', 5) });
      await takenDown(tag, ['poison', 'behind', 'further behind']);
      await eventually(
        () => letters(told.name),
        ([letter]) => letter?.[2] === 3,
      );
      await wish(told.name, 'retry');
      expect(await told.handles(3)).toEqual(withTag(tag, ['poison', 'behind', 'further behind']));
      await eventually(
        () => letters(told.name),
        ([letter]) => letter?.[4] === 'retried',
      );
    });

    it('passes over a discarded event, and hands over what waited behind it', async () => {
      const tag = newTag();
      const told = await subscribed(tag, { handling: failing('poison') });
      const streamId = newNote();
      await takenDown(tag, ['poison', 'behind'], streamId);
      await eventually(
        () => letters(told.name),
        ([letter]) => letter?.[2] === 2,
      );
      await wish(told.name, 'discard');
      expect(await told.handles(1)).toEqual(withTag(tag, ['behind']));
    });

    it('keeps what waits in a letter through a restart', async () => {
      const tag = newTag();
      const first = await subscribed(tag, { handling: failing('poison') });
      const streamId = newNote();
      const [event] = await takenDown(tag, ['poison'], streamId);
      await eventually(
        () => letters(first.name),
        (seen) => seen.length === 1,
      );
      await first.stop();
      const second = await subscribed(tag, { name: first.name, handling: failing('poison') });
      const head = { version: 1, hash: String(event?.hash) };
      await under.notes.append(streamId, [noteTaken(`${tag}behind`)], { head });
      await takenDown(tag, ['apart']);
      await second.handles(1);
      await eventually(
        () => letters(first.name),
        ([letter]) => letter?.[2] === 2,
      );
      expect(second.handled).toEqual(withTag(tag, ['apart']));
    });

    it('is tried again once by a program of another build', async () => {
      const tag = newTag();
      const old = await subscribed(tag, { handling: failing('poison'), build: 'old' });
      await takenDown(tag, ['poison', 'behind']);
      await eventually(
        () => letters(old.name),
        ([letter]) => letter?.[2] === 2,
      );
      await old.stop();
      const mended = await subscribed(tag, { name: old.name, build: 'mended' });
      expect(await mended.handles(2)).toEqual(withTag(tag, ['poison', 'behind']));
    });

    it('stops at the 21st letter within a minute: then it is not the events', async () => {
      const tag = newTag();
      const told = await subscribed(tag, { handling: failing('poison') });
      await Promise.all(numbered('any', 21).map((text) => takenDown(tag, [`${text} poison`])));
      await eventually(
        () => told.trouble(),
        (seen) => seen !== undefined,
      );
      expect([told.trouble(), (await letters(told.name)).length]).toEqual([`${told.name} has stopped`, 20]);
    });
  });
}
