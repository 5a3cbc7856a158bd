import { readFileSync } from 'node:fs';

const LINES = 10;

/**
 * Waits for copies that start: resolves `all` once every one is ready, and rejects it when for so long none more has become
 * so, with the end of what those that are missing have said. `changed` is to be called whenever one of them changes.
 */
export function settling(copies, withinMs) {
  const { promise: all, resolve, reject } = Promise.withResolvers();
  const late = () => reject(new Error(missing(copies, withinMs)));
  let timer = setTimeout(late, withinMs);
  let most = 0;
  const changed = () => {
    const ready = copies.filter(({ isReady }) => isReady).length;
    // One that comes and goes is no progress.
    if (ready <= most) return;
    most = ready;
    clearTimeout(timer);
    if (ready === copies.length) resolve();
    else timer = setTimeout(late, withinMs);
  };
  return { all, changed };
}

const missing = (copies, withinMs) =>
  copies
    .filter(({ isReady }) => !isReady)
    .map(
      (copy) =>
        `${copy.service} ${copy.number} is not ready after ${withinMs / 1_000} s (${copy.state}):\n${endOf(copy)}`,
    )
    .join('\n');

/** What it said last, and where the rest lies. */
function endOf({ log }) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return [...lines.slice(-LINES), `(${log})`].map((line) => `  ${line}`).join('\n');
}
