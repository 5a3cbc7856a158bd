import { quietRequestQueues, RequestQueue } from './quiet-request-queue.js';

const logger = { namespace: () => ({ debug: () => undefined }) };
const told = { logger, maxInFlightRequests: 0, requestTimeout: 1_000, clientId: 'spec', broker: '' };
const isToLookAgain = (pending: readonly unknown[]): boolean => {
  const queue = new RequestQueue(told);
  queue.pending.push(...pending);
  queue.scheduleCheckPendingRequests();
  const timer = queue.throttleCheckTimeoutId;
  clearTimeout(timer ?? undefined);
  return timer !== null;
};

describe('a connection to a broker', () => {
  beforeAll(quietRequestQueues);

  it('wakes nobody while it has nothing to send', () => {
    expect(isToLookAgain([])).toBe(false);
  });

  it('looks again while something waits to be sent', () => {
    expect(isToLookAgain(['a request'])).toBe(true);
  });
});
