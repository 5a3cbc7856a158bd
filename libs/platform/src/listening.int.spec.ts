import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Controller, Get, Module, type OnModuleDestroy, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Callers, createApp, HealthChecks, OpenToAll, stop } from './index.js';

/** What a request does in its time: it begins, and ends when it may. */
const requestOf = () => ({ began: Promise.withResolvers<void>(), mayEnd: Promise.withResolvers<void>() });
let request = requestOf();

/** Nobody here asks too often. */
const plenty = async (_: unknown, granted: number) => ({ granted, remaining: granted });
@Controller('v1/work')
class WorkController implements OnModuleDestroy {
  private isGone = false;

  @Get()
  @OpenToAll()
  async work(): Promise<object> {
    request.began.resolve();
    await request.mayEnd.promise;
    return { isGone: this.isGone };
  }

  @Post()
  @OpenToAll()
  take(): void {}

  @Get('endless')
  @OpenToAll()
  endless(): Promise<void> {
    request.began.resolve();
    return new Promise(() => undefined);
  }

  onModuleDestroy(): void {
    this.isGone = true;
  }
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await turn();
};

@Module({
  controllers: [WorkController],
  providers: [
    {
      provide: Callers,
      useValue: { findKey: async () => undefined, takeTokens: plenty, bodyKey: () => Buffer.alloc(32) },
    },
  ],
})
class WorkModule {}

describe('an app that listens', () => {
  let app: NestFastifyApplication;
  let port: number;
  const url = () => `http://127.0.0.1:${port}/v1/work`;
  const sendRaw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });

  beforeEach(async () => {
    request = requestOf();
    app = await createApp(WorkModule, { log: { level: 'silent' }, limitMs: 300 });
    await app.listen({ host: '127.0.0.1', port: 0 });
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterEach(() => app.close());

  it.each([
    ['bytes that are no HTTP', 'what?\r\n\r\n', 400, 'invalid-request'],
    [
      'a body that does not arrive',
      'POST /v1/work HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n{',
      408,
      'request-timeout',
    ],
    ['header fields beyond measure', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
  ])('answers %s with a problem', async (_, text, status, code) => {
    const answer = await sendRaw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} ${code}\r\n`));
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status, code });
  });

  it('finishes what runs before it stops, and before its modules are destroyed', async () => {
    const running = fetch(url());
    await request.began.promise;
    const stopped = stop(app);
    // The door is shut: from here on nothing but the running request keeps the app.
    await until(() => !app.getHttpServer().listening);
    request.mayEnd.resolve();
    expect(await (await running).json()).toEqual({ isGone: false });
    await stopped;
    await expect(fetch(url())).rejects.toThrow('fetch failed');
  });

  it('says that it stops before it shuts the door, and takes what is on its way', async () => {
    const stopped = stop(app, { noticeMs: 300 });
    const asked = fetch(url(), { method: 'POST' });
    expect([(await asked).status, app.getHttpServer().listening]).toEqual([201, true]);
    expect(await app.get(HealthChecks, { strict: false }).run()).toMatchObject({ isReady: false });
    await stopped;
    await expect(fetch(url())).rejects.toThrow('fetch failed');
  });

  it('stops when a request does not end', async () => {
    const running = fetch(`${url()}/endless`).catch(() => 'cut off');
    await request.began.promise;
    await stop(app, { drainMs: 50 });
    expect(await running).toBe('cut off');
  });
});
