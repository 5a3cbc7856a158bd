import { told } from './built.mjs';
import { fixed, progress, spread } from './figures.mjs';

const MAX_FAILURES = 20;
/** Cases on their way at the same time, as the sweep tries them. */
const STEPS = [2, 4, 6, 8, 12, 16, 24, 32];

/** So many cases at once until the time is over; what has begun is brought to its end. */
export async function load(journey, callers, seconds) {
  const lifecyclesMs = [];
  const failures = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const call = async () => {
    while (performance.now() < end && failures.length < MAX_FAILURES) {
      const before = performance.now();
      try {
        await journey.once();
        lifecyclesMs.push(performance.now() - before);
      } catch (error) {
        failures.push(error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  if (failures.length >= MAX_FAILURES) throw told(`${failures.length} cases failed, the first with: ${failures[0]}`);
  return { lifecyclesMs, failures, seconds: (performance.now() - began) / 1_000 };
}

/** How long the calls took, whatever they asked. */
export const callsOf = ({ latenciesMs }) => spread([...latenciesMs.values()].flat());

/**
 * Tries more and more cases at once, until a call takes too long; the best rate of those at which it does not. The rates
 * are of a few seconds each: they find the place, and the measurement proper comes after.
 */
export async function sweep(journey, { seconds, maxP95Ms, settle }) {
  const steps = [];
  for (const callers of STEPS) {
    journey.forget();
    const run = await load(journey, callers, seconds);
    const step = { callers, perSecond: run.lifecyclesMs.length / run.seconds, callMs: callsOf(journey) };
    progress(`${callers} at once: ${fixed(step.perSecond)} lifecycles/s, p95 of a call ${fixed(step.callMs.p95)} ms`);
    steps.push(step);
    await settle();
    if (step.callMs.p95 > maxP95Ms) break;
  }
  const quick = steps.filter(({ callMs }) => callMs.p95 <= maxP95Ms);
  const best = (quick.length > 0 ? quick : steps.slice(0, 1)).reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  return { steps, callers: best.callers };
}
