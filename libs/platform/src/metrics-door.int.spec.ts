import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Gauge } from 'prom-client';
import { Callers, createApp, Metrics, type MetricsDoor, serveMetrics } from './index.js';

/** Nobody here asks too often. */
const plenty = async (_: unknown, granted: number) => ({ granted, remaining: granted });
@Module({
  providers: [
    {
      provide: Callers,
      useValue: { findKey: async () => undefined, takeTokens: plenty, bodyKey: () => Buffer.alloc(32) },
    },
  ],
})
class NothingModule {}

const collect = (): never => {
  throw new Error('cannot be taken');
};

describe('a port of its own for what an app measures', () => {
  let app: NestFastifyApplication;
  let door: MetricsDoor;
  const ask = (path: string) => fetch(`http://127.0.0.1:${door.port}${path}`);

  beforeAll(async () => {
    app = await createApp(NothingModule, { log: { level: 'silent' }, metricsApart: true });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    door = await serveMetrics(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await door.close();
    await app.close();
  });

  it('tells it there, in the format of Prometheus', async () => {
    const answer = await ask('/metrics');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(await answer.text()).toContain('process_cpu_seconds_total');
  });

  it('tells nothing else', async () => {
    expect((await ask('/health/live')).status).toBe(404);
  });

  it('is the only place: the app itself has no such address', async () => {
    expect((await app.inject({ method: 'GET', url: '/metrics' })).statusCode).toBe(401);
  });

  it('tells of a measure that cannot be taken, and goes on', async () => {
    const { registry } = app.get(Metrics, { strict: false });
    registry.registerMetric(new Gauge({ name: 'broken', help: 'Cannot be taken.', registers: [], collect }));
    expect((await ask('/metrics')).status).toBe(500);
    registry.removeSingleMetric('broken');
    expect((await ask('/metrics')).status).toBe(200);
  });

  it('must be free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(serveMetrics(app, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });
});
