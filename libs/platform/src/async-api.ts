import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** The document of all messages at `/asyncapi.json`, open to all; made when first asked for. Before the app listens. */
export function serveAsyncApi(app: NestFastifyApplication, make: () => Promise<object>): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  let document: Promise<object> | undefined;
  server.get('/asyncapi.json', { config: { isOpenToAll: true } }, () => (document ??= make()));
}
