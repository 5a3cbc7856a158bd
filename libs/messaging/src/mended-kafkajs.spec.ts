import { mendKafkajs, MessageEncoder, RequestQueue } from './mended-kafkajs.js';

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
const encoded = (text: string): Buffer => new MessageEncoder().writeVarIntString(text).buffer;
const texts = ['', 'ce_id', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(511), '闭环'.repeat(5_000)];

const unmended = texts.map(encoded);
beforeAll(mendKafkajs);

describe('a connection to a broker', () => {
  it('wakes nobody while it has nothing to send', () => {
    expect(isToLookAgain([])).toBe(false);
  });

  it('looks again while something waits to be sent', () => {
    expect(isToLookAgain(['a request'])).toBe(true);
  });
});

describe('an encoder', () => {
  it('begins small', () => {
    expect(new MessageEncoder().buf).toHaveLength(64);
  });

  it('writes what it wrote before', () => {
    expect(texts.map(encoded)).toEqual(unmended);
  });
});
