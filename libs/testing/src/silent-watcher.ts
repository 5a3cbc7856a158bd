import type { Watcher } from '@bihuan/event-store';
import type { FaultWatcher } from '@bihuan/messaging';

/** Hears of everything and tells nobody, where a spec looks at what becomes of the events themselves. */
export const silentWatcher: Watcher & FaultWatcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: () => undefined,
  hindered: () => undefined,
};
