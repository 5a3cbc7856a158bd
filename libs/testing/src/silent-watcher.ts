import type { Watcher } from '@bihuan/event-store';

/** Hears of everything and tells nobody, where a spec looks at what becomes of the events themselves. */
export const silentWatcher: Watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: () => undefined,
};
