import { LongWait } from './long-wait.js';

const waited = (...instants: readonly number[]): unknown[] => {
  const told: unknown[] = [];
  let at = 0;
  const wait = new LongWait(
    (error) => void told.push(error),
    () => at,
  );
  for (const instant of instants) {
    at = instant;
    wait.goesOn(instant);
  }
  return told;
};

describe('a wait for a fault to pass', () => {
  it('is nobody’s business for three minutes', () => {
    expect(waited(0, 100, 179_999)).toEqual([]);
  });

  it('is told once after that, with the fault it waits for by then', () => {
    expect(waited(0, 180_000, 210_000, 400_000)).toEqual([180_000]);
  });
});
