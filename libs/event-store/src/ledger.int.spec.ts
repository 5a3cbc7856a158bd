import { newId } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteMeta, noteTaken, type Process } from '@bihuan/testing';
import { FileGone, KeyTaken, LedgerUnavailable, NotTheWriter, StaleStamp, VersionConflict } from './errors.js';
import { type Head, noHead } from './ledger.js';
import type { RecordedEvent } from './recorded-event.js';

let notes: LedgerUnderTest;
let other: Process;
beforeAll(async () => {
  notes = await ledgerUnderTest();
  other = await notes.process();
});
afterAll(() => notes.stop());

const tenantId = 'zhanyi';
const headAfter = (event: RecordedEvent | undefined): Head => ({
  version: event?.meta.version ?? 0,
  hash: event?.hash ?? '',
});
const begun = async (): Promise<{ streamId: string; head: Head }> => {
  const streamId = newNote();
  const [event] = await notes.append(streamId, [noteTaken('first')]);
  return { streamId, head: headAfter(event) };
};
const textsIn = async (streamId: string): Promise<unknown[]> =>
  (await notes.ledger.read(tenantId, streamId)).map(({ data }) => data);
const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
const outcomeOf = (appends: readonly Promise<unknown>[]): Promise<string[]> =>
  Promise.all(
    appends.map((append) =>
      append.then(
        () => 'accepted',
        (error: Error) => error.name,
      ),
    ),
  );

const both = (left: string, leftHead: Head, right: string, rightHead: Head) => {
  const facts = [{ ...noteTaken('both'), classification: 'INTERNAL' as const }];
  const parts = [
    { streamId: left, head: leftHead, facts },
    { streamId: right, head: rightHead, facts },
  ];
  return notes.append(left, [noteTaken('both')], { parts });
};

const keyed = (key: string, streamId: string) => ({
  key,
  bodyHmac: Buffer.alloc(32, 7),
  streamId,
  firstVersion: 1,
  lastVersion: 1,
  seconds: 60,
});

const sealed = () => ({ ref: `txt_${newId()}`, wrappedKey: Buffer.from('key'), ciphertext: Buffer.from('text') });
const kept = (ref: string) =>
  notes.admin('select tenant_id, wrapped_key, ciphertext from vault.sealed where ref = $1', [ref]);

const uploaded = async (told: { tenant?: string; isErased?: boolean } = {}): Promise<string> => {
  const ref = `fil_${newId()}`;
  await notes.admin(
    `insert into vault.file (ref, tenant_id, wrapped_key, hash, bytes, media_type, uploader, erased_at)
       values ($1, $2, case when $3 then null else '\\x00'::bytea end, repeat('0', 64), 1, 'image/jpeg', 'unit:ZJJ',
               case when $3 then now() end)`,
    [ref, told.tenant ?? tenantId, told.isErased ?? false],
  );
  return ref;
};
const withFile = (ref: string) => noteTaken('with a file', { file: { ref, hash: '0'.repeat(64) } });

const withNumber = (no: string) => notes.append(newNote(), [{ type: 'NoteNumbered', data: { no } }]);

const keptTwice = { ref: 'txt_twice', wrappedKey: Buffer.from('k'), ciphertext: Buffer.from('t') };

describe('an append', () => {
  it('is read back as it was answered', async () => {
    const streamId = newNote();
    const meta = noteMeta({
      causationId: newId(),
      actor: { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' },
    });
    const appended = await notes.append(streamId, [noteTaken('井盖破损 \u0000 "quoted"'), noteTaken('second')], {
      meta,
    });
    expect(appended).toHaveLength(2);
    expect(await notes.ledger.read(tenantId, streamId)).toEqual(appended);
  });

  it('tells each event whole', async () => {
    const streamId = newNote();
    const meta = noteMeta();
    const recordedAt = notes.ledger.now();
    const [event] = await notes.append(streamId, [noteTaken('whole')], { meta, recordedAt });
    expect(event).toEqual({
      type: 'NoteTaken',
      data: { text: 'whole' },
      meta: {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        version: 1,
        position: expect.any(Number),
        recordedAt,
        actor: meta.actor,
        commandId: meta.commandId,
      },
      tenantId,
      streamType: 'note',
      streamId,
      schemaVersion: 1,
      occurredAt: meta.at,
      correlationId: 'c'.repeat(32),
      service: 'INTAKE',
      classification: 'INTERNAL',
      hashAlg: 'sha256',
      prevHash: '0'.repeat(64),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('takes the claimed instant from the payload where the type says so', async () => {
    const dated = { type: 'NoteDated', data: { takenAt: '2026-02-27T08:30:00.000Z' } };
    const [event] = await notes.append(newNote(), [dated]);
    expect(event?.occurredAt).toBe('2026-02-27T08:30:00.000Z');
  });

  it('chains each event to the one before it', async () => {
    const { streamId, head } = await begun();
    const added = await notes.append(streamId, [noteTaken('second'), noteTaken('third')], { head });
    expect(added.map(({ prevHash }) => prevHash)).toEqual([head.hash, added[0]?.hash]);
  });

  it('reads on from a version', async () => {
    const { streamId, head } = await begun();
    const added = await notes.append(streamId, [noteTaken('second')], { head });
    expect(await notes.ledger.read(tenantId, streamId, 1)).toEqual(added);
  });

  it('reads nothing of a stream that does not exist', async () => {
    expect(await notes.ledger.read(tenantId, newNote())).toEqual([]);
  });

  it('gives the events of one append positions that follow each other', async () => {
    const events = await notes.append(newNote(), [noteTaken('1'), noteTaken('2'), noteTaken('3')]);
    const steps = events.slice(1).map(({ meta }, index) => meta.position - Number(events[index]?.meta.position));
    expect(steps).toEqual([1, 1]);
  });

  it('refuses a payload that its schema does not know, before anything is sent', async () => {
    await expect(notes.append(newNote(), [{ type: 'NoteTaken', data: { words: 'x' } }])).rejects.toMatchObject({
      name: 'ZodError',
    });
  });

  it.each([
    ['that stands in no catalogue', { type: 'NoteEaten', data: {} }],
    ['of another owner', { type: 'NoteSigned', data: { by: 'x' } }],
  ])('refuses an event type %s', async (_, fact) => {
    await expect(notes.append(newNote(), [fact], { service: 'intake' })).rejects.toThrow(NotTheWriter);
  });

  it('refuses more than four streams', async () => {
    const parts = Array.from({ length: 5 }, () => ({ streamId: newNote(), head: noHead, facts: [] }));
    await expect(notes.append(newNote(), [], { parts })).rejects.toThrow(RangeError);
  });
});

describe('an append to several streams', () => {
  it('writes all of them', async () => {
    const [left, right] = [await begun(), await begun()];
    await both(left.streamId, left.head, right.streamId, right.head);
    expect([await textsIn(left.streamId), await textsIn(right.streamId)]).toEqual([
      [{ text: 'first' }, { text: 'both' }],
      [{ text: 'first' }, { text: 'both' }],
    ]);
  });

  it('writes none of them when one has moved on', async () => {
    const [left, right] = [await begun(), await begun()];
    await notes.append(right.streamId, [noteTaken('moved')], { head: right.head });
    await expect(both(left.streamId, left.head, right.streamId, right.head)).rejects.toThrow(VersionConflict);
    expect([await textsIn(left.streamId), await textsIn(right.streamId)]).toEqual([
      [{ text: 'first' }],
      [{ text: 'first' }, { text: 'moved' }],
    ]);
  });
});

describe('the head that an append names', () => {
  it.each([
    ['is older', { version: 0, hash: '0'.repeat(64) }],
    ['is newer', { version: 2, hash: '0'.repeat(64) }],
    ['has another hash', { version: 1, hash: '1'.repeat(64) }],
  ])('is refused when it %s', async (_, head) => {
    const { streamId } = await begun();
    await expect(notes.append(streamId, [noteTaken('late')], { head })).rejects.toThrow(VersionConflict);
  });

  it('is that of the tenant: to another the stream does not exist', async () => {
    const { streamId, head } = await begun();
    const meta = noteMeta({ tenantId: 'elsewhere' });
    await expect(notes.append(streamId, [noteTaken('theirs')], { head, meta })).rejects.toThrow(VersionConflict);
  });
});

describe('a key', () => {
  it('is found with the stream once it was used', async () => {
    const streamId = newNote();
    const key = keyed(`key-${newId()}`, streamId);
    await notes.append(streamId, [noteTaken('keyed')], { keys: [key] });
    const { uses } = await notes.ledger.readWithKeys(tenantId, streamId, 0, [key.key]);
    expect(uses).toEqual([{ key: key.key, bodyHmac: Buffer.alloc(32, 7), streamId, firstVersion: 1, lastVersion: 1 }]);
  });

  it('is used once: the second use writes nothing', async () => {
    const [first, second] = [newNote(), newNote()];
    const key = `key-${newId()}`;
    await notes.append(first, [noteTaken('first')], { keys: [keyed(key, first)] });
    await expect(other.append(second, [noteTaken('second')], { keys: [keyed(key, second)] })).rejects.toThrow(KeyTaken);
    expect(await textsIn(second)).toEqual([]);
  });

  it('belongs to its tenant', async () => {
    const [ours, theirs] = [newNote(), newNote()];
    const key = `key-${newId()}`;
    await notes.append(ours, [noteTaken('ours')], { keys: [keyed(key, ours)] });
    const meta = noteMeta({ tenantId: 'elsewhere' });
    await notes.append(theirs, [noteTaken('theirs')], { keys: [keyed(key, theirs)], meta });
    expect(await notes.ledger.streamOf(tenantId, key)).toBe(ours);
  });

  it('may be used anew when it has expired', async () => {
    const [first, second] = [newNote(), newNote()];
    const key = `key-${newId()}`;
    await notes.append(first, [noteTaken('first')], { keys: [{ ...keyed(key, first), seconds: 0 }] });
    await notes.append(second, [noteTaken('second')], { keys: [keyed(key, second)] });
    expect(await notes.ledger.streamOf(tenantId, key)).toBe(second);
  });

  it('that the fact makes points to the stream for ever', async () => {
    const streamId = newNote();
    const no = newId();
    await notes.append(streamId, [{ type: 'NoteNumbered', data: { no } }]);
    expect(await notes.ledger.streamOf(tenantId, `note-no:${no}`)).toBe(streamId);
  });

  it('that two facts of an append make is written once', async () => {
    const streamId = newNote();
    const numbered = { type: 'NoteNumbered', data: { no: newId() } };
    expect(await notes.append(streamId, [numbered, numbered])).toHaveLength(2);
  });

  it('is not left behind by a try that was too late', async () => {
    const { streamId } = await begun();
    const key = `key-${newId()}`;
    await expect(notes.append(streamId, [noteTaken('late')], { keys: [keyed(key, streamId)] })).rejects.toThrow(
      VersionConflict,
    );
    expect(await notes.ledger.streamOf(tenantId, key)).toBeUndefined();
  });
});

describe('a text that a fact names', () => {
  it('becomes durable with it', async () => {
    const text = sealed();
    await notes.append(newNote(), [noteTaken('named', { textRef: text.ref })], { sealed: [text] });
    expect(await kept(text.ref)).toEqual([[tenantId, Buffer.from('key'), Buffer.from('text')]]);
  });

  it('is not kept when the append is refused', async () => {
    const { streamId } = await begun();
    const text = sealed();
    await expect(notes.append(streamId, [noteTaken('late')], { sealed: [text] })).rejects.toThrow(VersionConflict);
    expect(await kept(text.ref)).toEqual([]);
  });
});

describe('a file that a fact names', () => {
  it('is marked as used by the append, and belongs to its stream', async () => {
    const ref = await uploaded();
    const streamId = newNote();
    await notes.append(streamId, [withFile(ref)]);
    const marks = await notes.admin('select used_at is not null, stream_id from vault.file where ref = $1', [ref]);
    expect(marks).toEqual([[true, streamId]]);
  });

  it('may be named again by its own stream', async () => {
    const ref = await uploaded();
    const streamId = newNote();
    const [first] = await notes.append(streamId, [withFile(ref)]);
    await notes.append(streamId, [withFile(ref)], { head: headAfter(first) });
    expect(await notes.ledger.read(tenantId, streamId)).toHaveLength(2);
  });

  it('is refused once it belongs to another stream', async () => {
    const ref = await uploaded();
    const owner = newNote();
    await notes.append(owner, [withFile(ref)]);
    await expect(notes.append(newNote(), [withFile(ref)])).rejects.toThrow(FileGone);
    expect(await notes.admin('select stream_id from vault.file where ref = $1', [ref])).toEqual([[owner]]);
  });

  it('goes to one of two streams that name it at the same moment', async () => {
    const ref = await uploaded();
    const appends = [notes.append(newNote(), [withFile(ref)]), notes.append(newNote(), [withFile(ref)])];
    expect(await outcomeOf(appends)).toEqual(['accepted', 'FileGone']);
  });

  it.each([
    ['was never uploaded', () => Promise.resolve(`fil_${newId()}`)],
    ['is erased', () => uploaded({ isErased: true })],
    ['is another tenant’s', () => uploaded({ tenant: 'elsewhere' })],
  ])('is refused when it %s', async (_, make) => {
    await expect(notes.append(newNote(), [withFile(await make())])).rejects.toThrow(FileGone);
  });
});

describe('the instant of an append', () => {
  it('is refused when it is more than ten seconds old', async () => {
    const recordedAt = later(notes.ledger.now(), -10_500);
    await expect(notes.append(newNote(), [noteTaken('old')], { recordedAt })).rejects.toThrow(StaleStamp);
  });

  it('is refused when it lies in the future', async () => {
    const recordedAt = later(notes.ledger.now(), 5_000);
    await expect(notes.append(newNote(), [noteTaken('early')], { recordedAt })).rejects.toThrow(StaleStamp);
  });

  it('may be that of a head which a process with a faster clock has made', async () => {
    const recordedAt = later(notes.ledger.now(), 200);
    const [event] = await notes.append(newNote(), [noteTaken('ahead')], { recordedAt });
    expect(event?.meta.recordedAt).toBe(recordedAt);
  });

  it('hurts nobody else in its batch when it is off', async () => {
    const early = later(notes.ledger.now(), 60_000);
    const appends = [{}, { recordedAt: early }, {}].map((told) =>
      notes.append(newNote(), [noteTaken('together')], told),
    );
    expect(await outcomeOf(appends)).toEqual(['accepted', 'StaleStamp', 'accepted']);
  });
});

describe('the clock of the ledger', () => {
  afterEach(async () => {
    await notes.admin(`update ledger.clock set "offset" = '0'`);
    await notes.ledger.measureClock();
  });

  it('is measured again when it was moved, and the batch that was sent in the wrong time goes out once more', async () => {
    await notes.admin(`update ledger.clock set "offset" = '3 days'`);
    await expect(notes.append(newNote(), [noteTaken('before it is known')])).rejects.toThrow(StaleStamp);
    const [event] = await notes.append(newNote(), [noteTaken('three days on')]);
    const [[now] = []] = await notes.admin('select ledger.now()');
    expect(Math.abs(Date.parse(String(event?.meta.recordedAt)) - (now as Date).getTime())).toBeLessThan(5_000);
  });

  it('tells the time of the database', async () => {
    const [[now] = []] = await notes.admin('select ledger.now()');
    expect(Math.abs(Date.parse(notes.ledger.now()) - (now as Date).getTime())).toBeLessThan(1_000);
  });
});

describe('callers who wait at the same moment', () => {
  it('go out together, and each hears of its own', async () => {
    const streams = Array.from({ length: 40 }, newNote);
    const appended = await Promise.all(streams.map((streamId) => notes.append(streamId, [noteTaken(streamId)])));
    expect(appended.map(([event]) => event?.data)).toEqual(streams.map((text) => ({ text })));
    const read = await Promise.all(streams.map((streamId) => notes.ledger.read(tenantId, streamId)));
    expect(read).toEqual(appended);
  });

  it('on one stream: one wins, the other has lost a race, nobody else is hurt', async () => {
    const [contested, apart] = [newNote(), newNote()];
    const appends = [contested, contested, apart].map((streamId) => notes.append(streamId, [noteTaken('race')]));
    expect(await outcomeOf(appends)).toEqual(['accepted', 'VersionConflict', 'accepted']);
  });

  it('with one key: one wins, the other finds it taken, nobody else is hurt', async () => {
    const key = newId();
    const appends = [withNumber(key), withNumber(key), withNumber(newId())];
    expect(await outcomeOf(appends)).toEqual(['accepted', 'KeyTaken', 'accepted']);
  });

  it.each([
    ['a text that is kept already', newNote(), { sealed: [keptTwice] }, 'error'],
    ['a byte that no text has', 'note-\u0000', {}, 'error'],
    ['an id that is none', newNote(), { meta: noteMeta({ commandId: 'command-1' }) }, 'TypeError'],
  ])('are not hurt by one who brings %s', async (_, streamId, told, name) => {
    await outcomeOf([notes.append(newNote(), [noteTaken('kept')], { sealed: [keptTwice] })]);
    const appends = [
      notes.append(newNote(), [noteTaken('good')]),
      notes.append(streamId, [noteTaken('bad')], told),
      notes.append(newNote(), [noteTaken('good')]),
    ];
    expect(await outcomeOf(appends)).toEqual(['accepted', name, 'accepted']);
  });

  it('race with another process on one stream: one wins', async () => {
    const streamId = newNote();
    const outcomes = await outcomeOf([
      notes.append(streamId, [noteTaken('here')]),
      other.append(streamId, [noteTaken('there')]),
    ]);
    expect(outcomes.toSorted()).toEqual(['VersionConflict', 'accepted']);
  });
});

describe('a ledger that is closed', () => {
  it('lets those who wait through, and refuses who comes after', async () => {
    const third = await notes.process();
    const before = third.append(newNote(), [noteTaken('in time')]);
    await third.close();
    expect(await before).toHaveLength(1);
    await expect(third.append(newNote(), [noteTaken('late')])).rejects.toThrow(LedgerUnavailable);
  });
});
