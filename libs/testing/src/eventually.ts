const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 5;

/** Asks until the answer is what is waited for. @throws Error with what was seen last, after 20 s unless told */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  isIt: (seen: T) => boolean,
  waitMs = WAIT_MS,
): Promise<T> {
  const lastTry = performance.now() + waitMs;
  for (;;) {
    const seen = await ask();
    if (isIt(seen)) return seen;
    if (performance.now() > lastTry) throw new Error(`it never came: ${JSON.stringify(seen)?.slice(0, 1_000)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/**
 * Asks until a number that grows is there: however slow it is on a busy machine, it must not stand still.
 * @throws Error with what was seen last, after 20 s without growth unless told
 */
export async function reaches(ask: () => number | Promise<number>, goal: number, waitMs = WAIT_MS): Promise<void> {
  for (let reached = -Infinity; reached < goal;) {
    const before = reached;
    reached = await eventually(ask, (seen) => seen >= goal || seen > before, waitMs);
  }
}
