import { StreamBusy } from './errors.js';

const MAX_WAITING = 100;

/**
 * One command after another on one stream, over all services of the process: without it they would lose races to each
 * other and decide again.
 */
export class StreamQueue {
  private readonly streams = new Map<string, { last: Promise<unknown>; waiting: number }>();

  /** Runs `work` once those before it on the same stream are done. @throws StreamBusy when too many wait */
  async run<T>(streamId: string, work: () => Promise<T>): Promise<T> {
    const queue = this.streams.get(streamId) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= MAX_WAITING) throw new StreamBusy(`${streamId}: ${queue.waiting} commands wait`);
    this.streams.set(streamId, queue);
    queue.waiting += 1;
    const turn = queue.last.then(work);
    // The next in line does not care how this one ended.
    queue.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) this.streams.delete(streamId);
    }
  }
}
