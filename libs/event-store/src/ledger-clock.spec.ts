import { LedgerClock } from './ledger-clock.js';

const DAY_MS = 86_400_000;
const measured = async (clock: LedgerClock, ms: number) => clock.measure(() => Promise.resolve(ms));

describe('database time as a process knows it', () => {
  it('is what the database said, and goes on from there', async () => {
    const clock = new LedgerClock();
    await measured(clock, Date.parse('2031-05-01T00:00:00.000Z'));
    expect(clock.now()).toMatch(/^2031-05-01T00:00:0\d\.\d{3}Z$/);
  });

  it('never goes back by an error of measurement', async () => {
    const clock = new LedgerClock();
    const ahead = Date.parse('2031-05-01T00:00:00.000Z');
    await measured(clock, ahead);
    const before = clock.nowMs();
    await measured(clock, ahead - 300);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(before);
  });

  it('follows a clock that was set back', async () => {
    const clock = new LedgerClock();
    const ahead = Date.parse('2031-05-01T00:00:00.000Z');
    await measured(clock, ahead);
    clock.nowMs();
    await measured(clock, ahead - DAY_MS);
    expect(clock.now()).toMatch(/^2031-04-30T00:00:0/);
  });
});
