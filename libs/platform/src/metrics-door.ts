import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics } from './metrics.js';

/** A port that answers `/metrics` and nothing else. */
export interface MetricsDoor {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers what the app measures on a port of its own, which only those who watch it need to reach; 0 is any port. */
export async function serveMetrics(
  app: NestFastifyApplication,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsDoor> {
  const metrics = app.get(Metrics, { strict: false });
  const server = createServer(({ url }, answer) => {
    if (url === '/metrics') void show(metrics, answer);
    else answer.writeHead(404).end();
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { port: portOf(server), close: () => close(server) };
}

async function show({ registry }: Metrics, answer: ServerResponse): Promise<void> {
  try {
    const text = await registry.metrics();
    answer.writeHead(200, { 'content-type': registry.contentType }).end(text);
  } catch {
    // A measure that cannot be taken: whoever watches sees the gap, and the app goes on.
    answer.writeHead(500).end();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
