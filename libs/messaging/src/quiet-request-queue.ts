import { createRequire } from 'node:module';

/** What a connection of the library has to send; the library tells no types of it. */
interface Queue {
  readonly pending: unknown[];
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
  /** Looks soon whether what is pending can be sent. */
  scheduleCheckPendingRequests: (this: Queue) => void;
}

type QueueClass = { readonly prototype: Queue; new (parts: object): Queue };

export const RequestQueue: QueueClass = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
const { scheduleCheckPendingRequests } = RequestQueue.prototype;

/**
 * Keeps the library from waking each connection every millisecond for as long as it lives: it looks for what is pending
 * though nothing is (docs/decisions/0018). What is pushed later, or answered, makes it look by itself.
 */
export function quietRequestQueues(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}
