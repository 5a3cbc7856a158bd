import { NotTheHolder } from './errors.js';
import { SubscriptionRun } from './subscription-run.js';

const told: unknown[] = [];
const watcher = { stopped: (subscription: string, error: unknown) => void told.push([subscription, error]) };
const poison = new RangeError('no row for this');
beforeEach(() => void told.splice(0));

/** A hold that ends as one of these, in their order; the last one is the end of the run. */
const holding = (...ends: readonly (() => Promise<void>)[]) => {
  const left = [...ends];
  const run: SubscriptionRun = new SubscriptionRun('notes.text', watcher, () => left.shift()?.() ?? run.stop());
  return { run, left };
};
const failing = (error: Error) => async () => {
  throw error;
};

describe('the run of a subscription', () => {
  it('stands still for good after a fault that does not pass, and tells it once', async () => {
    const { run } = holding(failing(poison));
    run.start();
    await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
    run.giveUp(new Error('another'));
    await run.stop();
    expect([run.trouble(), told]).toEqual(['notes.text has stopped', [['notes.text', poison]]]);
  });

  it('waits for a fault to pass, and ends at once when it is told to', async () => {
    const { run, left } = holding(failing(new NotTheHolder('taken')), failing(poison));
    run.start();
    await run.stop();
    expect([run.trouble(), told, left.length]).toEqual([undefined, [], 1]);
  });

  it('is one, however often it is started', async () => {
    let holds = 0;
    const run = new SubscriptionRun('notes.text', watcher, () => {
      holds += 1;
      return new Promise((resolve) => run.signal.addEventListener('abort', () => resolve()));
    });
    run.start();
    run.start();
    await run.stop();
    expect(holds).toBe(1);
  });
});
