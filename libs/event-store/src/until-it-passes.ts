import { isPassing } from './passing-fault.js';
import { pause } from './within.js';

const BACKOFF_MS = { first: 100, most: 30_000 };

/**
 * Asks until there is an answer, ever more slowly, over faults that pass; undefined when the signal came first. Work that
 * answers undefined is asked again too.
 * @throws what does not pass by itself
 */
export async function untilItPasses<T>(
  work: () => Promise<T | undefined>,
  signal: AbortSignal,
  passes: (error: unknown) => boolean = isPassing,
): Promise<T | undefined> {
  for (let wait = BACKOFF_MS.first; !signal.aborted; wait = Math.min(wait * 2, BACKOFF_MS.most)) {
    try {
      const answer = await work();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!passes(error)) throw error;
    }
    await pause(wait, signal);
  }
  return undefined;
}
