import { eventually, ledgerUnderTest, type LedgerUnderTest } from '@bihuan/testing';
import { EpochWatch } from './epoch-watch.js';

let notes: LedgerUnderTest;
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterAll(() => notes.stop());

describe('a process on a ledger', () => {
  it('hears once that it was taken back', async () => {
    const heard: number[] = [];
    const watch = new EpochWatch(notes.worker, (epoch) => heard.push(epoch));
    await watch.start();
    await notes.admin('insert into ledger.epochs (epoch) select max(epoch) + 1 from ledger.epochs');
    await eventually(
      () => heard,
      (seen) => seen.length > 0,
    );
    await watch.stop();
    expect(heard).toEqual([2]);
  });

  it('begins in the epoch that it finds', async () => {
    const heard: number[] = [];
    const watch = new EpochWatch(notes.worker, (epoch) => heard.push(epoch));
    await watch.start();
    await watch.stop();
    expect(heard).toEqual([]);
  });
});
