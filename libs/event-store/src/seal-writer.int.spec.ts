import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import { SealKey } from './seal.js';
import { SealWriter } from './seal-writer.js';
import { verifyLedger } from './verify-ledger.js';

let notes: LedgerUnderTest;
let dir: string;
let anchorFile: string;
beforeEach(async () => {
  notes = await ledgerUnderTest();
  dir = await mkdtemp(join(tmpdir(), 'bihuan-seals-'));
  anchorFile = join(dir, 'anchor.ndjson');
});
afterEach(async () => {
  await notes.stop();
  await rm(dir, { recursive: true });
});

const writer = async () =>
  new SealWriter({
    database: notes.worker,
    key: await SealKey.load(join(dir, 'seal-key.pem')),
    anchorFile,
    now: () => notes.ledger.now(),
  });
const appended = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await notes.append(newNote(), [noteTaken(`${index}`)]);
};
const sealed = async (count: number): Promise<void> => {
  await appended(count);
  await (await writer()).sealOnce();
};
const verified = () => verifyLedger(notes.worker, anchorFile);
const anchors = async () => (await readFile(anchorFile, 'utf8')).split('\n').filter((line) => line !== '');

describe('the seals of a ledger', () => {
  it('cover it without a gap, each chained to the one before it', async () => {
    await sealed(3);
    await sealed(2);
    expect(
      await notes.admin('select seal, first_position, last_position, events from ledger.seals order by seal'),
    ).toEqual([
      ['1', '1', '3', '3'],
      ['2', '4', '5', '2'],
    ]);
    const chain = await notes.admin(
      'select b.prev_seal_hash = a.seal_hash from ledger.seals a join ledger.seals b on b.seal = a.seal + 1',
    );
    expect(chain).toEqual([[true]]);
    expect(await verified()).toMatchObject({
      events: 5,
      seals: 2,
      sealedPosition: 5,
      anchor: 'agrees',
      finding: undefined,
    });
  });

  it('are not made where nothing was added', async () => {
    await sealed(1);
    await (await writer()).sealOnce();
    expect(await notes.admin('select count(*)::int from ledger.seals')).toEqual([[1]]);
  });

  it('are made once, however many processes seal at the same moment', async () => {
    await appended(5);
    await Promise.all([await writer(), await writer(), await writer()].map((one) => one.sealOnce()));
    expect(await verified()).toMatchObject({ seals: 1, sealedPosition: 5, finding: undefined });
  });

  it('are made within a second, and the rest when the writer stops', async () => {
    const running = await writer();
    running.start();
    await appended(2);
    await running.stop();
    expect(await verified()).toMatchObject({ sealedPosition: 2, anchor: 'agrees', finding: undefined });
    expect(running.trouble()).toBeUndefined();
  });

  it('say how far they reach while the ledger goes on', async () => {
    await sealed(2);
    await appended(3);
    expect(await verified()).toMatchObject({ events: 5, sealedPosition: 2, headPosition: 5, finding: undefined });
  });
});

describe('the anchor file', () => {
  it('names every seal', async () => {
    await sealed(1);
    await sealed(1);
    expect((await anchors()).map((line) => (JSON.parse(line) as { seal: number }).seal)).toEqual([1, 2]);
  });

  it('catches up after a crash between the commit of a seal and its line', async () => {
    await sealed(1);
    const before = await readFile(anchorFile);
    await sealed(1);
    await writeFile(anchorFile, before);
    expect(await anchors()).toHaveLength(1);
    await sealed(1);
    expect(await anchors()).toHaveLength(3);
    expect(await verified()).toMatchObject({ anchor: 'agrees', finding: undefined });
  });

  it('catches up after a crash in the middle of a line', async () => {
    await sealed(1);
    await appendFile(anchorFile, '{"seal":2,"lastPos');
    await sealed(1);
    expect(await verified()).toMatchObject({ seals: 2, anchor: 'agrees', finding: undefined });
  });

  it('is missed where there is none', async () => {
    await sealed(1);
    await rm(anchorFile);
    expect(await verified()).toMatchObject({ anchor: 'missing', finding: undefined });
  });

  it('is not made up again from the ledger once it was lost: it vouches for what comes after', async () => {
    await sealed(1);
    await rm(anchorFile);
    await sealed(1);
    expect(await verified()).toMatchObject({ seals: 2, anchor: 'late', anchoredAfter: 1, finding: undefined });
  });

  it('is found to have lost a line', async () => {
    await sealed(1);
    await sealed(1);
    await sealed(1);
    const lines = await anchors();
    await writeFile(anchorFile, `${lines[0]}\n${lines[2]}\n`);
    expect(await verified()).toMatchObject({
      anchor: 'differs',
      finding: { what: 'the anchor file leaves out seal 2' },
    });
  });

  it('keeps the writer in trouble while it cannot be written, and the ledger is sealed all the same', async () => {
    await appended(1);
    anchorFile = join(dir, 'no-such-folder', 'anchor.ndjson');
    const running = await writer();
    await running.stop();
    expect(running.trouble()).toContain('ENOENT');
    expect(await notes.admin('select count(*)::int from ledger.seals')).toEqual([[1]]);
  });
});

describe('a tail that was removed', () => {
  it('is found by the seal that covers it', async () => {
    await sealed(3);
    await notes.admin('delete from ledger.events where position = 3');
    expect((await verified()).finding).toEqual({
      position: 3,
      streamId: undefined,
      what: 'seal 1 covers more than there is',
    });
  });

  it('is found by the anchor file where its seal was removed as well', async () => {
    await sealed(2);
    await sealed(1);
    await notes.admin('delete from ledger.events where position = 3');
    await notes.admin('delete from ledger.seals where seal = 2');
    expect(await verified()).toMatchObject({
      anchor: 'differs',
      finding: { position: 3, what: 'the anchor file names seal 2, which the ledger does not hold so' },
    });
  });
});

describe('a ledger that is verified while it is written and sealed', () => {
  it('is found whole', async () => {
    await sealed(20);
    const running = Promise.all([sealed(30), sealed(30)]);
    const found = [await verified(), await verified(), await verified()];
    await running;
    expect(found.map(({ finding }) => finding)).toEqual([undefined, undefined, undefined]);
  });
});
