import { serveMetrics } from '@bihuan/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Running } from './run.js';
import type { ApartConfig } from './apart-settings.js';

/** An ingress that asks each second whether a copy is ready has noticed by then. */
const NOTICE_MS = 1_500;

/** Opens the two ports of an app apart: what it answers, and what it measures. */
export async function listenApart(
  name: string,
  app: NestFastifyApplication,
  { HOST: host, PORT: port, METRICS_PORT: metricsPort }: ApartConfig,
): Promise<Running> {
  const metrics = await serveMetrics(app, { host, port: metricsPort });
  await app.listen({ host, port });
  const says = `${name} is ready: ${await app.getUrl()}   metrics: port ${metrics.port}\n`;
  const after = async (): Promise<void> => {
    await metrics.close();
    process.stdout.write(`${name} has stopped\n`);
  };
  return { app, says, after, stopping: { noticeMs: NOTICE_MS } };
}
