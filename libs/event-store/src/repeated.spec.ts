import { Repeated } from './repeated.js';

/** Work that the test ends, and how often it was begun. */
const held = () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const work = () => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  };
  return { gates, work };
};
async function eventually(isSo: () => boolean): Promise<void> {
  const lastTry = performance.now() + 5_000;
  while (!isSo()) {
    if (performance.now() > lastTry) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('a task that is done again and again', () => {
  it('runs once at a time, and not afterwards for all the times it has missed', async () => {
    const { gates, work } = held();
    const repeated = new Repeated(1, work);
    repeated.start();
    await eventually(() => gates.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const whileRunning = gates.length;
    const stopping = repeated.stop();
    gates[0]?.resolve();
    await stopping;
    expect([whileRunning, gates.length]).toEqual([1, 1]);
  });

  it('goes on after a run that fails', async () => {
    let runs = 0;
    const repeated = new Repeated(1, () => Promise.reject(new Error(`run ${(runs += 1)}`)));
    repeated.start();
    await eventually(() => runs > 2);
    await repeated.stop();
    expect(runs).toBeGreaterThan(2);
  });
});
