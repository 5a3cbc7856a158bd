const leftovers = [];
let cleaning;

/** Remembers what must be undone, whatever happens; the last comes first. */
export const atTheEnd = (undo) => void leftovers.push(undo);

/** Whether the end has begun: what fails from here on fails because of it. */
export const isStopping = () => cleaning !== undefined;

/** Undoes everything once, each also when another fails. */
export function cleanUp() {
  return (cleaning ??= undoAll());
}

async function undoAll() {
  while (leftovers.length > 0) {
    try {
      await leftovers.pop()();
    } catch (error) {
      console.error(`left behind: ${error.message}`);
    }
  }
}

/** Ctrl-C and SIGTERM leave no process and no folder either. */
export function cleanUpOnSignal() {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(signal, () => void cleanUp().then(() => process.exit(code)));
  }
}
