import type { RecordedEvent } from './recorded-event.js';

/** Hears of what goes wrong in the background; whoever watches over the process is one. */
export interface Watcher {
  /** An event could not be handled and is tried again; only its stream waits. */
  failed(subscription: string, event: RecordedEvent, error: unknown): void;
  /** An event has waited for minutes for a fault to pass, and waits on; told once an event, `code` names the fault. */
  waiting(subscription: string, event: RecordedEvent, code: string): void;
  /** An event became a dead letter: its stream waits behind it, and everything else goes on. */
  parked(subscription: string, event: RecordedEvent, reason: string): void;
  /** The subscription has stopped and needs a restart. */
  stopped(subscription: string, error: unknown): void;
}
