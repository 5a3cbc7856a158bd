import { StreamBusy } from './errors.js';
import { StreamQueue } from './stream-queue.js';

const held = () => Promise.withResolvers<void>();

describe('commands on one stream', () => {
  it('run one after another, in the order they came', async () => {
    const queue = new StreamQueue();
    const seen: string[] = [];
    const gate = held();
    const runs = ['first', 'second'].map((name) =>
      queue.run('s', async () => {
        seen.push(`${name} begins`);
        await gate.promise;
        seen.push(`${name} ends`);
      }),
    );
    gate.resolve();
    await Promise.all(runs);
    expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('do not wait for those on another', async () => {
    const queue = new StreamQueue();
    const gate = held();
    const slow = queue.run('s', () => gate.promise);
    expect(await queue.run('t', () => Promise.resolve('done'))).toBe('done');
    gate.resolve();
    await slow;
  });

  it('go on after one that fails, which alone hears of it', async () => {
    const queue = new StreamQueue();
    const failing = queue.run('s', () => Promise.reject(new Error('no')));
    const next = queue.run('s', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
  });

  it('are at most a hundred: the next is told to come again', async () => {
    const queue = new StreamQueue();
    const gate = held();
    const waiting = Array.from({ length: 100 }, () => queue.run('s', () => gate.promise));
    await expect(queue.run('s', () => Promise.resolve())).rejects.toThrow(StreamBusy);
    gate.resolve();
    await Promise.all(waiting);
    expect(await queue.run('s', () => Promise.resolve('room again'))).toBe('room again');
  });
});
