import { Body, Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import type { CommandMeta } from '@bihuan/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { hashSecret } from './api-key.js';
import {
  type ApiKey,
  Callers,
  createApp,
  EmptyDto,
  HealthChecks,
  Meta,
  OpenToAll,
  serveAsyncApi,
  serveOpenApi,
  TestClock,
  TestClockController,
} from './index.js';

/** Nobody here asks too often. */
const plenty = async (_: unknown, granted: number) => ({ granted, remaining: granted });
const secret = 's'.repeat(43);
const admin: ApiKey = {
  publicId: 'abcdefgh',
  tenantId: 'zhanyi',
  keyId: 'admin-1',
  secretHash: hashSecret(secret),
  role: 'ADMIN',
  unitId: 'CENTRE',
  staffId: null,
  gridCodes: [],
  sourceSystems: [],
  rate: 2000,
  burst: 4000,
  expiresAt: null,
  revokedAt: null,
};
const headers = { authorization: `Bearer bh_abcdefgh_${secret}` };
const clock: TestClock = { advance: async (ms) => new Date(Date.parse('2026-03-02T01:00:00.000Z') + ms).toISOString() };

@Controller('v1/bells')
class BellController {
  @Post('ring')
  @HttpCode(200)
  ring(@Body() nothing: EmptyDto, @Meta() { tenantId }: CommandMeta): object {
    return { tenantId, told: Object.keys(nothing) };
  }

  @Get()
  @OpenToAll()
  hear(): object {
    return { isRinging: false };
  }
}

@Module({
  controllers: [BellController, TestClockController],
  providers: [
    {
      provide: Callers,
      useValue: { findKey: async () => admin, takeTokens: plenty, bodyKey: () => Buffer.alloc(32, 7) },
    },
    { provide: TestClock, useValue: clock },
  ],
})
class BellModule {}

describe('an app in operation', () => {
  let app: NestFastifyApplication;
  const made: number[] = [];
  const get = (url: string) => app.inject({ method: 'GET', url });
  const moveClock = (payload: object) => app.inject({ method: 'POST', url: '/v1/test/clock', payload, headers });

  beforeAll(async () => {
    app = await createApp(BellModule, { testClock: true, log: { level: 'silent' } });
    serveOpenApi(app);
    serveAsyncApi(app, async () => {
      made.push(made.length);
      return { asyncapi: '3.0.0' };
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  it('is alive, and says that its clock can be moved', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'ok', testClock: true });
  });

  it('is ready while every check is green', async () => {
    app.get(HealthChecks, { strict: false }).add('database', () => undefined);
    const { statusCode, json } = await get('/health/ready');
    expect([statusCode, json()]).toEqual([200, { status: 'ok', checks: { database: 'ok' } }]);
  });

  it('is not ready when one is red, and names it', async () => {
    app.get(HealthChecks, { strict: false }).add('database', () => 'away');
    const { statusCode, json } = await get('/health/ready');
    expect([statusCode, json()]).toEqual([503, { status: 'unavailable', checks: { database: 'away' } }]);
  });

  it('counts requests by their declared route', async () => {
    await app.inject({ method: 'POST', url: '/v1/bells/ring', headers });
    const { payload } = await get('/metrics');
    expect(payload).toContain('bihuan_http_request_seconds_count{method="POST",route="/v1/bells/ring",status="200"} 1');
  });

  it('moves its clocks for a caller', async () => {
    const { statusCode, json } = await moveClock({ advance: 'PT25H' });
    expect([statusCode, json()]).toEqual([200, { now: '2026-03-03T02:00:00.000Z' }]);
  });

  it('moves its clocks by no month, which has no length', async () => {
    const { statusCode, json } = await moveClock({ advance: 'P1M' });
    expect([statusCode, json()]).toMatchObject([400, { errors: [{ pointer: '/advance', code: 'duration-expected' }] }]);
  });

  it('shows its pages and its document to everybody', async () => {
    const { statusCode, json } = await get('/openapi.json');
    expect([statusCode, json<{ openapi: string }>().openapi]).toEqual([200, '3.1.0']);
    expect((await get('/docs/')).statusCode).toBe(200);
  });

  it.each(['/docs/%00', '/docs/a%00b.js', '/docs//', '/docs/..%5cx', '/docs/none.js'])(
    'has no page %s',
    async (url) => {
      const { statusCode, json } = await get(url);
      expect([statusCode, json<{ code: string }>().code]).toEqual([404, 'not-found']);
    },
  );

  it('shows the document of its messages to everybody, made once', async () => {
    const [{ statusCode, json }, again] = [await get('/asyncapi.json'), await get('/asyncapi.json')];
    expect([statusCode, json(), again.json()]).toEqual([200, { asyncapi: '3.0.0' }, { asyncapi: '3.0.0' }]);
    expect(made).toEqual([0]);
  });

  it('opens no page that it does not have', async () => {
    expect((await get('/asyncapi.yaml')).statusCode).toBe(401);
  });

  it('documents what the edge adds to a command, and nothing of it on an open path', async () => {
    type Operation = { security?: object[]; parameters: object[]; responses: object };
    const { paths } = (await get('/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>();
    const [ring, hear] = [paths['/v1/bells/ring']?.['post'], paths['/v1/bells']?.['get']];
    expect(ring?.security).toEqual([{ apiKey: [] }]);
    expect(ring?.parameters).toContainEqual({ $ref: '#/components/parameters/IdempotencyKey' });
    expect(Object.keys({ ...ring?.responses })).toEqual([
      '200',
      '400',
      '401',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(Object.keys({ ...hear })).toEqual(['operationId', 'parameters', 'responses', 'tags']);
  });
});

describe('an app whose document of messages cannot be made', () => {
  it('answers a problem, and tells nothing of it', async () => {
    const app = await createApp(BellModule, { log: { level: 'silent' } });
    serveAsyncApi(app, () => Promise.reject(new Error('no such folder')));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const { statusCode, headers: told, payload } = await app.inject({ method: 'GET', url: '/asyncapi.json' });
    await app.close();
    expect([statusCode, told['content-type']]).toEqual([500, expect.stringContaining('application/problem+json')]);
    expect(payload).not.toContain('folder');
  });
});
