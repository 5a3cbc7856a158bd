import { Command, type CommandMeta, type DomainEvent, newId } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import { LedgerUnavailable } from './errors.js';
import type { Feed } from './feed.js';
import type { Head } from './ledger.js';
import { noHead } from './ledger.js';
import { reaction, type Reaction } from './reaction.js';
import { ReactionsRunner } from './reactions-runner.js';
import type { RecordedEvent } from './recorded-event.js';

type Taken = DomainEvent<'NoteTaken', { text: string }>;
class Answer extends Command<{ text: string }> {}
const answerTo = ({ data }: Taken, meta: CommandMeta) => new Answer({ text: data.text }, meta);
const answer = reaction<Taken>('notes.answer', { on: ['NoteTaken'], supersededBy: 'nothing', command: answerTo });
const newest = reaction<Taken>('notes.newest', {
  on: ['NoteTaken'],
  supersededBy: 'nothing',
  isWokenByTheNewest: true,
  command: answerTo,
});
const broken = reaction<Taken>('notes.broken', {
  on: ['NoteTaken'],
  supersededBy: 'nothing',
  command: (event, meta) => {
    if (event.data.text === 'bad') throw new TypeError('a reaction that cannot read its event');
    return answerTo(event, meta);
  },
});

let notes: LedgerUnderTest;
const started: ReactionsRunner[] = [];
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((runner) => runner.stop()));
});
afterAll(() => notes.stop());

type Handling = (text: string, tries: number) => Promise<void>;

/** Refuses what begins so, the first few times or for ever; all else takes a moment. */
const failing =
  (beginning: string, times = Infinity, error: Error = new RangeError('no')): Handling =>
  (text, tries) =>
    text.startsWith(beginning) && tries <= times ? Promise.reject(error) : turn();
/** Waits with what begins so until the gate opens. */
const waiting =
  (beginning: string, gate: Promise<void>): Handling =>
  (text) =>
    text.startsWith(beginning) ? gate : turn();
const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

/** What the commands of a subscription were, and what becomes of them. */
class Commands {
  readonly handled: string[] = [];
  readonly failed: unknown[] = [];
  readonly stopped: unknown[] = [];
  atOnce = 0;
  most = 0;

  constructor(private readonly handle: Handling = () => Promise.resolve()) {}

  private readonly tries = new Map<string, number>();

  readonly watcher = {
    failed: (_: string, __: RecordedEvent, error: unknown) => void this.failed.push(error),
    stopped: (_: string, error: unknown) => void this.stopped.push(error),
  };

  execute = async ({ data }: Command): Promise<void> => {
    const { text } = data as { text: string };
    const tries = (this.tries.get(text) ?? 0) + 1;
    this.tries.set(text, tries);
    this.atOnce += 1;
    this.most = Math.max(this.most, this.atOnce);
    try {
      await this.handle(text, tries);
      this.handled.push(text);
    } finally {
      this.atOnce -= 1;
    }
  };
}

/** A subscription that begins at the head, so that each test sees its own events only. */
async function subscribed(
  commands: Commands,
  told: { name?: string; reactions?: readonly Reaction[]; feed?: Feed } = {},
) {
  const { name = `notes.${newId()}`, reactions = [answer], feed = notes.feed } = told;
  const [head] = await notes.admin('select position, event_id from ledger.events order by position desc limit 1');
  await notes.admin(
    `insert into ledger.checkpoints (subscription, epoch, position, event_id) values ($1, 1, $2, $3) on conflict do nothing`,
    [name, head?.[0] ?? 0, head?.[1] ?? null],
  );
  const parts = { feed, database: notes.worker, execute: commands.execute, now: () => notes.ledger.now() };
  const runner = new ReactionsRunner(name, reactions, { ...parts, watcher: commands.watcher });
  started.push(runner);
  return { runner, name };
}
const saved = async (name: string): Promise<number> =>
  Number((await notes.admin('select position from ledger.checkpoints where subscription = $1', [name]))[0]?.[0]);

async function eventually<T>(ask: () => T | Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const lastTry = performance.now() + 10_000;
  for (;;) {
    const seen = await ask();
    if (isIt(seen)) return seen;
    if (performance.now() > lastTry) throw new Error(`it never came: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const handles = (commands: Commands, count: number) =>
  eventually(
    () => commands.handled,
    (seen) => seen.length >= count,
  );

/** Appends one event after another to a stream. */
async function takenDown(streamId: string, texts: readonly string[]): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let head: Head = noHead;
  for (const text of texts) {
    const [event] = await notes.append(streamId, [noteTaken(text)], { head });
    if (!event) throw new Error('nothing was appended');
    head = { version: event.meta.version, hash: event.hash };
    events.push(event);
  }
  return events;
}
const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

describe('a reaction subscription', () => {
  it('handles the events of each stream in their order', async () => {
    const commands = new Commands(turn);
    const { runner } = await subscribed(commands);
    runner.start();
    await Promise.all(['a', 'b', 'c'].map((name) => takenDown(newNote(), numbered(name, 20))));
    const handled = await handles(commands, 60);
    const perStream = ['a', 'b', 'c'].map((name) => handled.filter((text) => text.startsWith(name)));
    expect(perStream).toEqual(['a', 'b', 'c'].map((name) => numbered(name, 20)));
  });

  it('handles up to 32 streams at once, and no more', async () => {
    const commands = new Commands(turn);
    const { runner } = await subscribed(commands);
    await Promise.all(numbered('wide', 100).map((text) => takenDown(newNote(), [text])));
    runner.start();
    await handles(commands, 100);
    expect(commands.most).toBe(32);
  });

  it('tries a failing event again, and only its stream waits', async () => {
    const commands = new Commands(failing('bad', 2));
    const { runner } = await subscribed(commands);
    runner.start();
    await takenDown(newNote(), ['bad', 'behind']);
    await takenDown(newNote(), ['apart']);
    expect(await handles(commands, 3)).toEqual(['apart', 'bad', 'behind']);
    expect(commands.failed).toEqual([new RangeError('no'), new RangeError('no')]);
  });

  it('says which stream it tries again, until that one succeeds', async () => {
    const commands = new Commands(failing('bad', 2));
    const { runner } = await subscribed(commands);
    runner.start();
    const streamId = newNote();
    await takenDown(streamId, ['bad']);
    const trouble = await eventually(
      () => runner.trouble(),
      (seen) => seen !== undefined,
    );
    expect(trouble).toContain(streamId);
    expect(
      await eventually(
        () => runner.trouble(),
        (seen) => seen === undefined,
      ),
    ).toBeUndefined();
  });

  it('counts no fault that passes by itself', async () => {
    const commands = new Commands(failing('passing', 1, new LedgerUnavailable('away')));
    const { runner } = await subscribed(commands);
    runner.start();
    await takenDown(newNote(), ['passing']);
    await handles(commands, 1);
    expect(commands.failed).toEqual([]);
  });

  it('tries again also when the reaction cannot read its event', async () => {
    const commands = new Commands();
    const { runner } = await subscribed(commands, { reactions: [broken] });
    runner.start();
    await takenDown(newNote(), ['bad', 'behind']);
    await takenDown(newNote(), ['apart']);
    await eventually(
      () => commands.failed.length,
      (count) => count > 1,
    );
    expect(commands.handled).toEqual(['apart']);
  });

  it('is woken by the newest event of a stream alone, where that is enough', async () => {
    const commands = new Commands(turn);
    const { runner, name } = await subscribed(commands, { reactions: [newest] });
    const events = await takenDown(newNote(), numbered('many', 50));
    runner.start();
    await eventually(
      () => runner.position,
      (position) => position >= Number(events.at(-1)?.meta.position),
    );
    expect(commands.handled.at(-1)).toBe('many 49');
    expect(commands.handled.length).toBeLessThan(50);
    expect(name).toContain('notes');
  });
});

describe('a stream with more than a thousand events behind one that fails', () => {
  it('stops the subscription: it is not the event', async () => {
    const commands = new Commands(failing('poison'));
    const { runner, name } = await subscribed(commands);
    runner.start();
    const before = await saved(name);
    const streamId = newNote();
    const [first] = await takenDown(streamId, ['poison']);
    await eventually(
      () => commands.failed.length,
      (count) => count > 0,
    );
    const head = { version: 1, hash: String(first?.hash) };
    await notes.append(
      streamId,
      numbered('behind', 1_001).map((text) => noteTaken(text)),
      { head },
    );
    await eventually(
      () => commands.stopped.length,
      (count) => count > 0,
    );
    await runner.stop();
    expect([runner.trouble(), await saved(name)]).toEqual([`${name} has stopped`, before]);
  });

  it('does not when they only wait their turn', async () => {
    const commands = new Commands();
    const { runner } = await subscribed(commands);
    await notes.append(
      newNote(),
      numbered('long', 1_500).map((text) => noteTaken(text)),
    );
    runner.start();
    await handles(commands, 1_500);
    expect([commands.handled, commands.stopped]).toEqual([numbered('long', 1_500), []]);
  });
});

describe('the checkpoint of a subscription', () => {
  it('is the lowest unfinished event, whatever is finished behind it', async () => {
    const gate = Promise.withResolvers<void>();
    const commands = new Commands(waiting('slow', gate.promise));
    const { runner, name } = await subscribed(commands);
    runner.start();
    const [before] = await takenDown(newNote(), ['before']);
    await handles(commands, 1);
    await takenDown(newNote(), ['slow']);
    await takenDown(newNote(), ['after']);
    await handles(commands, 2);
    await eventually(
      () => saved(name),
      (position) => position >= Number(before?.meta.position),
    );
    expect([await saved(name), runner.position]).toEqual([before?.meta.position, before?.meta.position]);
    gate.resolve();
    await handles(commands, 3);
  });

  it('goes on past finished events without end while one stream waits', async () => {
    const commands = new Commands(failing('stuck'));
    const { runner } = await subscribed(commands);
    runner.start();
    await takenDown(newNote(), ['stuck']);
    for (const round of numbered('round', 5))
      await notes.append(
        newNote(),
        numbered(round, 1_000).map((text) => noteTaken(text)),
      );
    expect(await handles(commands, 5_000)).toHaveLength(5_000);
  });

  it('does not pass what was under way when the process was killed: a restart repeats, and skips nothing', async () => {
    const name = `notes.${newId()}`;
    const gate = Promise.withResolvers<void>();
    const killed = new Commands(waiting('work 3', gate.promise));
    const dying = await notes.process();
    const { runner } = await subscribed(killed, { name, feed: dying.feed });
    runner.start();
    await Promise.all(numbered('work', 10).map((text) => takenDown(newNote(), [text])));
    await handles(killed, 9);
    // Never stopped: its process is gone, with what it had in hand.
    started.splice(0);
    const next = new Commands();
    const { runner: restarted } = await subscribed(next, { name });
    restarted.start();
    await eventually(
      () => next.handled,
      (seen) => seen.includes('work 3'),
    );
    expect(new Set([...killed.handled, ...next.handled])).toEqual(new Set(numbered('work', 10)));
    gate.resolve();
    await runner.stop();
  });

  it('is saved when the subscription is stopped, so that the next start repeats nothing', async () => {
    const commands = new Commands();
    const { runner, name } = await subscribed(commands);
    runner.start();
    const [event] = await takenDown(newNote(), ['done']);
    await handles(commands, 1);
    await runner.stop();
    expect(await saved(name)).toBe(event?.meta.position);
  });

  it('is not moved by a subscription that stops while its event fails', async () => {
    const commands = new Commands(failing('bad'));
    const { runner, name } = await subscribed(commands);
    const before = await saved(name);
    runner.start();
    await takenDown(newNote(), ['bad']);
    await eventually(
      () => commands.failed.length,
      (count) => count > 0,
    );
    await runner.stop();
    expect(await saved(name)).toBe(before);
  });

  it('belongs to who took it over: the one before it lets go of all it had open', async () => {
    const [first, second] = [new Commands(), new Commands()];
    const { runner: old, name } = await subscribed(first);
    old.start();
    await takenDown(newNote(), ['one']);
    await handles(first, 1);
    const { runner: young } = await subscribed(second, { name });
    young.start();
    await eventually(
      () => young.position,
      (position) => position > 0,
    );
    await eventually(
      async () => {
        await takenDown(newNote(), ['two']);
        return second.handled;
      },
      (seen) => seen.length > 0,
    );
    await eventually(
      () => old.trouble(),
      (seen) => seen === undefined,
    );
    expect(second.handled).toContain('two');
  });
});
