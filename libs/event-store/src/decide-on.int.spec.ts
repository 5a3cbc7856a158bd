import {
  Command,
  type CommandMeta,
  type DomainEvent,
  type Fold,
  type NewEvent,
  newId,
  type Occasion,
  type StreamState,
  type Trigger,
} from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteMeta, noteTaken, type Process } from '@bihuan/testing';
import { decideOn } from './decide-on.js';
import { KeyReused, StreamBusy } from './errors.js';
import type { RecordedEvent } from './recorded-event.js';
import { StreamMemory } from './stream-memory.js';
import type { Subject } from './subject.js';

interface NoteState extends StreamState {
  readonly texts: readonly string[];
  readonly signedAt: number;
}
type Taken = DomainEvent<'NoteTaken', { text: string }>;
type Signed = DomainEvent<'NoteSigned', { by: string }>;
const noteFold: Fold<NoteState, Taken | Signed> = {
  initialState: { version: 0, touchedVersion: 0, texts: [], signedAt: 0 },
  evolve: {
    NoteTaken: (state, { data }) => ({ ...state, texts: [...state.texts, data.text] }),
    NoteSigned: (state, { meta }) => ({ ...state, signedAt: meta.version }),
  },
};
class TakeNote extends Command<{ text: string }> {}
const takeNote = ({ data }: TakeNote): NewEvent[] => [noteTaken(data.text)];
const takeNew = ({ data }: TakeNote, { texts }: NoteState): NewEvent[] =>
  texts.includes(data.text) ? [] : [noteTaken(data.text)];

const takeSecret = (): NewEvent[] => [noteTaken('plain'), noteTaken('secret'), noteTaken('after')];
const bySecret = ({ texts }: NoteState) => (texts.includes('secret') ? 'RESTRICTED' : 'INTERNAL');
const sign = (): NewEvent[] => [{ type: 'NoteSigned', data: { by: 'x' } }];
const bySecondVersion = ({ signedAt }: NoteState) => (signedAt === 2 ? 'RESTRICTED' : 'INTERNAL');
const refuseAll = (): NewEvent[] => {
  throw new RangeError('no');
};
const hmac = (byte: number) => Buffer.alloc(32, byte);

let notes: LedgerUnderTest;
let other: Process;
beforeAll(async () => {
  notes = await ledgerUnderTest();
  other = await notes.process();
});
afterAll(() => notes.stop());

const subject = (
  streamId: string,
  told: Partial<Subject<NoteState, Taken | Signed, object>> = {},
): Subject<NoteState, Taken | Signed, object> => ({
  streamId,
  service: 'intake',
  fold: noteFold,
  reference: () => Promise.resolve({}),
  classify: () => 'INTERNAL',
  statusVersion: ({ signedAt }) => signedAt,
  ...told,
});
const take = (streamId: string, text: string, told: Partial<CommandMeta> = {}) =>
  decideOn(notes, subject(streamId), takeNote, new TakeNote({ text }, noteMeta(told)));
const textsIn = async (streamId: string) =>
  (await notes.ledger.read('zhanyi', streamId)).map(({ data }) => ('text' in data ? String(data.text) : 'signed'));
const headOf = async (streamId: string) => {
  const last = (await notes.ledger.read('zhanyi', streamId)).at(-1);
  return { version: Number(last?.meta.version), hash: String(last?.hash) };
};
const signed = async (streamId: string, by = 'x') =>
  notes.append(streamId, [{ type: 'NoteSigned', data: { by } }], { head: await headOf(streamId) });

/** A rule during whose first `races` decisions somebody else appends to the stream. */
const racedBy = (races: number, streamId: string) => {
  const seen: number[] = [];
  const race = async () => {
    const { version, hash } = await headOf(streamId);
    await other.append(streamId, [noteTaken(`race ${version}`)], { head: { version, hash } });
  };
  return {
    seen,
    /** Appends as this process does, after somebody else has. */
    process: {
      ...notes,
      ledger: Object.assign(Object.create(notes.ledger) as typeof notes.ledger, {
        append: async (append: Parameters<typeof notes.ledger.append>[0]) => {
          if (seen.length <= races) await race();
          return notes.ledger.append(append);
        },
      }),
    },
    rule: ({ data }: TakeNote, { version }: NoteState): NewEvent[] => {
      seen.push(version);
      return [noteTaken(data.text)];
    },
  };
};

describe('a command on a stream', () => {
  it('adds what its rule says, and answers with the state after it', async () => {
    const streamId = newNote();
    await take(streamId, 'one');
    const decided = await take(streamId, 'two');
    expect(decided).toEqual({
      streamId,
      state: { version: 2, touchedVersion: 2, texts: ['one', 'two'], signedAt: 0 },
      version: 2,
      position: decided.events[0]?.meta.position,
      events: [expect.objectContaining({ type: 'NoteTaken', data: { text: 'two' } })],
      replayed: false,
      wasClaimed: false,
    });
  });

  it('adds nothing when its rule says nothing', async () => {
    const streamId = newNote();
    await take(streamId, 'one');
    const again = await decideOn(notes, subject(streamId), takeNew, new TakeNote({ text: 'one' }, noteMeta()));
    expect({ events: again.events, version: again.version, streamId: again.streamId }).toEqual({
      events: [],
      version: 1,
      streamId,
    });
  });

  it('judges and is recorded at one instant, never before that of the event before it', async () => {
    const streamId = newNote();
    const ahead = new Date(Date.parse(notes.ledger.now()) + 300).toISOString();
    await notes.append(streamId, [noteTaken('ahead')], { recordedAt: ahead });
    const judged: string[] = [];
    const decide = ({ data }: TakeNote, _: NoteState, { now }: Occasion): NewEvent[] => {
      judged.push(now);
      return [noteTaken(data.text)];
    };
    const { events } = await decideOn(notes, subject(streamId), decide, new TakeNote({ text: 'b' }, noteMeta()));
    expect([judged, events.map(({ meta }) => meta.recordedAt)]).toEqual([[ahead], [ahead]]);
  });

  it('may begin streams beside its own, all or nothing', async () => {
    const [streamId, beside] = [newNote(), newNote()];
    const besides = subject(streamId, { beside: [{ streamId: beside, facts: [noteTaken('beside')] }] });
    await decideOn(notes, besides, takeNote, new TakeNote({ text: 'own' }, noteMeta()));
    expect([await textsIn(streamId), await textsIn(beside)]).toEqual([['own'], ['beside']]);
  });

  it('gives each fact the class of the state as it stands with it', async () => {
    const told = await decideOn(
      notes,
      subject(newNote(), { classify: bySecret }),
      takeSecret,
      new TakeNote({ text: '' }, noteMeta()),
    );
    expect(told.events).toEqual([
      expect.objectContaining({ classification: 'INTERNAL' }),
      expect.objectContaining({ classification: 'RESTRICTED' }),
      expect.objectContaining({ classification: 'RESTRICTED' }),
    ]);
  });

  it('classifies a fact by the place that it will have, not by that of the event before it', async () => {
    const streamId = newNote();
    await take(streamId, 'first');
    const signing = subject(streamId, { service: 'routing', classify: bySecondVersion });
    const { events } = await decideOn(notes, signing, sign, new TakeNote({ text: '' }, noteMeta()));
    expect(events).toEqual([expect.objectContaining({ type: 'NoteSigned', classification: 'RESTRICTED' })]);
  });
});

describe('a lost race', () => {
  it('is decided again on what the other has written', async () => {
    const streamId = newNote();
    await take(streamId, 'first');
    const { process, rule, seen } = racedBy(2, streamId);
    const { version } = await decideOn(process, subject(streamId), rule, new TakeNote({ text: 'mine' }, noteMeta()));
    expect({ version, seen }).toEqual({ version: 4, seen: [1, 2, 3] });
    expect(await textsIn(streamId)).toEqual(['first', 'race 1', 'race 2', 'mine']);
  });

  it('that is lost ten times ends in StreamBusy', async () => {
    const streamId = newNote();
    await take(streamId, 'first');
    const { process, rule, seen } = racedBy(100, streamId);
    const outcome = decideOn(process, subject(streamId), rule, new TakeNote({ text: 'mine' }, noteMeta()));
    await expect(outcome).rejects.toThrow(StreamBusy);
    expect(seen).toHaveLength(10);
  });

  it('between two processes leaves both facts, once each', async () => {
    const streamId = newNote();
    await Promise.all([
      decideOn(notes, subject(streamId), takeNote, new TakeNote({ text: 'here' }, noteMeta())),
      decideOn(other, subject(streamId), takeNote, new TakeNote({ text: 'there' }, noteMeta())),
    ]);
    expect((await textsIn(streamId)).toSorted()).toEqual(['here', 'there']);
  });
});

/** This process with a memory of its own that knows a stream, and how often it has looked at the ledger since. */
const remembering = async (streamId: string) => {
  const looks: string[] = [];
  const memory = new StreamMemory({
    readWithKeys: (...asked) => {
      looks.push(asked[1]);
      return notes.ledger.readWithKeys(...asked);
    },
  });
  await memory.read('zhanyi', streamId);
  looks.length = 0;
  return { looks, process: { ledger: notes.ledger, memory } };
};
const goneOn = async (streamId: string, text: string) =>
  other.append(streamId, [noteTaken(text)], { head: await headOf(streamId) });
const takeThird = ({ data }: TakeNote, { texts }: NoteState): NewEvent[] => {
  if (texts.length !== 2) throw new RangeError('not the third');
  return [noteTaken(data.text)];
};

describe('a command on a stream that this process remembers', () => {
  it('is appended without a look at the ledger', async () => {
    const { streamId } = await begun();
    const { looks, process } = await remembering(streamId);
    const decided = await decideOn(process, subject(streamId), takeNote, new TakeNote({ text: 'two' }, noteMeta()));
    expect([decided.state.texts, looks]).toEqual([['cause', 'two'], []]);
  });

  it('is decided again on what somebody else has added since', async () => {
    const { streamId } = await begun();
    const { looks, process } = await remembering(streamId);
    await goneOn(streamId, 'other');
    const decided = await decideOn(process, subject(streamId), takeNote, new TakeNote({ text: 'two' }, noteMeta()));
    expect([decided.state.texts, looks]).toEqual([['cause', 'other', 'two'], [streamId]]);
  });

  it('is refused only as the stream stands', async () => {
    const { streamId } = await begun();
    const { looks, process } = await remembering(streamId);
    const third = () => decideOn(process, subject(streamId), takeThird, new TakeNote({ text: 'third' }, noteMeta()));
    await expect(third()).rejects.toThrow('not the third');
    await goneOn(streamId, 'second');
    expect([(await third()).state.texts, looks]).toEqual([
      ['cause', 'second', 'third'],
      [streamId, streamId],
    ]);
  });

  it('has nothing to do only as the stream stands', async () => {
    const { streamId } = await begun();
    const { looks, process } = await remembering(streamId);
    await decideOn(process, subject(streamId), takeNew, new TakeNote({ text: 'cause' }, noteMeta()));
    expect(looks).toEqual([streamId]);
  });

  it('is answered again when its key is taken', async () => {
    const { streamId } = await begun();
    const idempotencyKey = { key: newId(), bodyHmac: hmac(1) };
    const first = await take(streamId, 'keyed', { idempotencyKey });
    const { process } = await remembering(streamId);
    const again = new TakeNote({ text: 'keyed' }, noteMeta({ idempotencyKey }));
    expect(await decideOn(process, subject(streamId), takeNote, again)).toEqual({ ...first, replayed: true });
  });

  it('is read first where others write as well', async () => {
    const { streamId } = await begun();
    const { looks, process } = await remembering(streamId);
    await goneOn(streamId, 'other');
    await process.memory.read('zhanyi', streamId);
    await decideOn(process, subject(streamId), takeNote, new TakeNote({ text: 'two' }, noteMeta()));
    expect(looks).toEqual([streamId, streamId]);
  });
});

const react = async (rule: typeof takeNew, told: (cause: RecordedEvent) => Trigger) => {
  const cause = await begun();
  const { looks, process } = await remembering(cause.streamId);
  const meta = noteMeta({ trigger: told(cause) });
  const { events } = await decideOn(process, subject(cause.streamId), rule, new TakeNote({ text: 'cause' }, meta));
  return { added: events.length, looks: looks.length };
};

describe('a reaction on a stream that this process remembers', () => {
  it('needs no look at the ledger, also when it has nothing to do', async () => {
    expect(await react(takeNote, triggerOf)).toEqual({ added: 1, looks: 0 });
    expect(await react(takeNew, triggerOf)).toEqual({ added: 0, looks: 0 });
  });

  it('reads a stream that does not have its trigger', async () => {
    expect(await react(takeNote, (cause) => triggerOf(cause, { version: 2 }))).toEqual({ added: 0, looks: 1 });
  });
});

const triggerOf = ({ streamId, meta }: RecordedEvent, told: Partial<Trigger> = {}): Trigger => ({
  streamId,
  eventId: meta.eventId,
  version: meta.version,
  position: meta.position,
  recordedAt: meta.recordedAt,
  ...told,
});
const begun = async (): Promise<RecordedEvent> => {
  const [event] = await notes.append(newNote(), [noteTaken('cause')]);
  if (!event) throw new Error('nothing was appended');
  return event;
};

describe('a command that answers an event', () => {
  it('acts once when the event is delivered twice', async () => {
    const cause = await begun();
    const meta = { commandId: newId(), trigger: triggerOf(cause) };
    const first = await take(cause.streamId, 'answer', meta);
    const second = await take(cause.streamId, 'answer', meta);
    expect(second).toEqual(first);
    expect(await textsIn(cause.streamId)).toEqual(['cause', 'answer']);
  });

  it('acts once also when much has happened since', async () => {
    const cause = await begun();
    const meta = { commandId: newId(), trigger: triggerOf(cause) };
    await take(cause.streamId, 'answer', meta);
    await take(cause.streamId, 'later');
    expect((await take(cause.streamId, 'answer', meta)).events).toHaveLength(1);
    expect(await textsIn(cause.streamId)).toEqual(['cause', 'answer', 'later']);
  });

  it('does nothing when the status has moved since', async () => {
    const cause = await begun();
    await signed(cause.streamId);
    const trigger = triggerOf(cause, { supersededBy: 'status' });
    expect((await take(cause.streamId, 'too late', { trigger })).events).toEqual([]);
  });

  it.each([
    ['does nothing when a later event of the same subject supersedes it', 'x', ['cause', 'signed']],
    ['acts when the later event is of another subject', 'y', ['cause', 'signed', 'answer']],
  ])('%s', async (_, subjectValue, texts) => {
    const cause = await begun();
    await signed(cause.streamId, 'x');
    const supersededBy = { types: ['NoteSigned'], subjectKey: 'by', subject: subjectValue };
    await take(cause.streamId, 'answer', { trigger: triggerOf(cause, { supersededBy }) });
    expect(await textsIn(cause.streamId)).toEqual(texts);
  });

  it('acts however late when nothing supersedes it', async () => {
    const cause = await begun();
    await signed(cause.streamId);
    await take(cause.streamId, 'answer', { trigger: triggerOf(cause) });
    expect(await textsIn(cause.streamId)).toEqual(['cause', 'signed', 'answer']);
  });

  it('does nothing when the event is not in its stream any more', async () => {
    const cause = await begun();
    const trigger = triggerOf(cause, { eventId: newId() });
    expect((await take(cause.streamId, 'of another past', { trigger })).events).toEqual([]);
  });

  it('does nothing to another stream when the event is gone from its own', async () => {
    const [cause, streamId] = [await begun(), newNote()];
    await take(streamId, 'of another past', { trigger: triggerOf(cause, { eventId: newId() }) });
    await take(streamId, 'answer', { trigger: triggerOf(cause) });
    expect(await textsIn(streamId)).toEqual(['answer']);
  });
});

describe('a command with the key of its caller', () => {
  it('is answered again as it stood then, when it is repeated', async () => {
    const [streamId, key] = [newNote(), newId()];
    const idempotencyKey = { key, bodyHmac: hmac(1) };
    const first = await take(streamId, 'keyed', { idempotencyKey });
    await take(streamId, 'later');
    const again = await take(streamId, 'keyed', { idempotencyKey });
    expect(again).toEqual({ ...first, replayed: true });
    expect(await textsIn(streamId)).toEqual(['keyed', 'later']);
  });

  it('is answered with the stream that the first use made, whichever the repeat would make', async () => {
    const [first, second, key] = [newNote(), newNote(), newId()];
    await take(first, 'keyed', { idempotencyKey: { key, bodyHmac: hmac(1) } });
    const again = await take(second, 'keyed', { idempotencyKey: { key, bodyHmac: hmac(1) } });
    expect([again.streamId, await textsIn(second)]).toEqual([first, []]);
  });

  it('is refused with another body', async () => {
    const [streamId, key] = [newNote(), newId()];
    await take(streamId, 'keyed', { idempotencyKey: { key, bodyHmac: hmac(1) } });
    const changed = take(streamId, 'changed', { idempotencyKey: { key, bodyHmac: hmac(2) } });
    await expect(changed).rejects.toThrow(KeyReused);
  });

  it('has one effect when two processes try at once', async () => {
    const [streamId, key] = [newNote(), newId()];
    const meta = noteMeta({ idempotencyKey: { key, bodyHmac: hmac(1) } });
    const both = await Promise.all([
      decideOn(notes, subject(streamId), takeNote, new TakeNote({ text: 'once' }, meta)),
      decideOn(other, subject(streamId), takeNote, new TakeNote({ text: 'once' }, { ...meta, commandId: newId() })),
    ]);
    expect(both.map(({ replayed }) => String(replayed)).toSorted()).toEqual(['false', 'true']);
    expect(await textsIn(streamId)).toEqual(['once']);
  });

  it('leaves no key behind when its rule refuses it', async () => {
    const [streamId, key] = [newNote(), newId()];
    const meta = noteMeta({ idempotencyKey: { key, bodyHmac: hmac(1) } });
    await expect(decideOn(notes, subject(streamId), refuseAll, new TakeNote({ text: '' }, meta))).rejects.toThrow('no');
    expect(await notes.ledger.streamOf('zhanyi', key)).toBeUndefined();
  });
});

describe('a command that claims a permanent key', () => {
  it('is answered with the first claim of the same content, and refused with another', async () => {
    const [first, second, key] = [newNote(), newNote(), `ticket:${newId()}`];
    const claiming = (streamId: string, byte: number) => {
      const claim = { key, bodyHmac: Buffer.alloc(32, byte) };
      return decideOn(notes, subject(streamId, { claim }), takeNote, new TakeNote({ text: 'claimed' }, noteMeta()));
    };
    const made = await claiming(first, 1);
    expect(await claiming(second, 1)).toEqual({ ...made, wasClaimed: true });
    await expect(claiming(second, 2)).rejects.toThrow(KeyReused);
  });
});
