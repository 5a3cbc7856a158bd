import { Command, type Fold, type StreamState } from '@bihuan/kernel';
import {
  CuttingProxy,
  ledgerUnderTest,
  type LedgerUnderTest,
  newNote,
  noteMeta,
  noteTaken,
  type Process,
} from '@bihuan/testing';
import { decideOn } from './decide-on.js';
import { LedgerUnavailable, OutcomeUnknown } from './errors.js';

interface Text extends StreamState {
  readonly texts: number;
}
const texts: Fold<Text, never> = {
  initialState: { version: 0, touchedVersion: 0, texts: 0 },
  evolve: {},
};
class TakeNote extends Command<{ text: string }> {}

let notes: LedgerUnderTest;
let proxy: CuttingProxy;
let behind: Process;
beforeAll(async () => {
  notes = await ledgerUnderTest();
  proxy = new CuttingProxy(new URL(notes.urlOf('bihuan_standalone')));
  behind = await notes.process({ appendUrl: await proxy.listen() });
});
afterAll(async () => {
  await notes.stop();
  await proxy.close();
});

/** The lane is connected before, so that the answer of an append is meant. */
const swallowNextAnswer = async (): Promise<void> => {
  await behind.append(newNote(), [noteTaken('connected')]);
  proxy.swallowNextAnswer();
};
let decisions = 0;
const take = (streamId: string) => {
  decisions = 0;
  const subject = {
    streamId,
    service: 'intake' as const,
    fold: texts,
    reference: () => Promise.resolve({}),
    classify: () => 'INTERNAL' as const,
    statusVersion: () => 0,
  };
  const decide = ({ data }: TakeNote) => {
    decisions += 1;
    return [noteTaken(data.text)];
  };
  return decideOn(behind, subject, decide, new TakeNote({ text: 'once' }, noteMeta()));
};
const inLedger = async (streamId: string) => (await notes.ledger.read('zhanyi', streamId)).map(({ data }) => data);

describe('a connection that is cut between the commit and the answer', () => {
  it('leaves the one who appends without an answer, and the events in the ledger', async () => {
    const streamId = newNote();
    await swallowNextAnswer();
    await expect(behind.append(streamId, [noteTaken('once')])).rejects.toThrow(OutcomeUnknown);
    expect(await inLedger(streamId)).toEqual([{ text: 'once' }]);
  });

  it('neither loses nor doubles a command: its next try finds it done', async () => {
    const streamId = newNote();
    await swallowNextAnswer();
    const { version, events } = await take(streamId);
    expect({ version, events: events.map(({ type }) => type), decisions }).toEqual({
      version: 1,
      events: ['NoteTaken'],
      decisions: 1,
    });
    expect(await inLedger(streamId)).toEqual([{ text: 'once' }]);
  });

  it('does so for every caller of the batch', async () => {
    const streams = Array.from({ length: 20 }, newNote);
    const before = proxy.swallowed;
    await swallowNextAnswer();
    await Promise.all(streams.map((streamId) => take(streamId)));
    expect(proxy.swallowed).toBe(before + 1);
    expect(await Promise.all(streams.map(inLedger))).toEqual(streams.map(() => [{ text: 'once' }]));
  });
});

describe('a lane whose server is away', () => {
  it('says so, and goes on when it is back', async () => {
    const streamId = newNote();
    proxy.shut();
    await expect(behind.append(streamId, [noteTaken('away')])).rejects.toThrow(LedgerUnavailable);
    proxy.reopen();
    await behind.append(streamId, [noteTaken('back')]);
    expect(await inLedger(streamId)).toEqual([{ text: 'back' }]);
  });

  it('goes on after the server has ended its connection', async () => {
    await notes.admin(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like '%ledger.append%' and pid <> pg_backend_pid()`,
    );
    const streamId = newNote();
    const { version } = await take(streamId);
    expect(version).toBe(1);
    expect(await inLedger(streamId)).toEqual([{ text: 'once' }]);
  });
});
