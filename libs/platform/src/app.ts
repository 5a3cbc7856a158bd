import type { IncomingMessage } from 'node:http';
import type { DynamicModule, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId, systemClock } from '@bihuan/kernel';
import helmet from '@fastify/helmet';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Logger as NestLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import { Callers } from './callers.js';
import { answerRawError } from './raw-error.js';
import { stampWith } from './command-meta.js';
import { Doorkeeper } from './doorkeeper.js';
import { addEdgeHooks } from './edge-hooks.js';
import { EdgeInterceptor } from './edge-interceptor.js';
import type { AppOptions } from './edge-options.js';
import { EdgeValidationPipe } from './edge-validation-pipe.js';
import { isEncoded, isJsonType, parseJsonBody } from './json-body.js';
import { newLog } from './log.js';
import { Metrics } from './metrics.js';
import { PlatformModule } from './platform.module.js';
import { Problem } from './problem.js';
import { ProblemFilter } from './problem.filter.js';
import { sendProblem } from './send-problem.js';
import { requestIdOf } from './trace.js';
import { addUploadParser } from './upload.js';

const BODY_LIMIT = 1024 * 1024;
const REQUEST_LIMIT_MS = 10_000;

// The API pages need their own scripts and styles; answers to programs need nothing.
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
};

/** An app with everything at its edge; `module` or what it imports provides `Callers`. Not listening yet. */
export async function createApp(
  module: Type | DynamicModule,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  const { preview = false, limitMs = REQUEST_LIMIT_MS } = options;
  const log = newLog({ ...options.log, ...(preview ? { level: 'error' } : {}) });
  const app = await NestFactory.create<NestFastifyApplication>(
    PlatformModule.around(module, options, log),
    adapterOf(options, limitMs),
    {
      abortOnError: false,
      preview,
      bodyParser: false,
      ...(preview ? { logger: ['error'] as const } : { bufferLogs: true }),
    },
  );
  app.useGlobalPipes(new EdgeValidationPipe());
  app.useGlobalInterceptors(new EdgeInterceptor(limitMs));
  app.useGlobalFilters(new ProblemFilter());
  if (!preview) await openDoor(app, options, log);
  return app;
}

const adapterOf = ({ trustProxy }: AppOptions, limitMs: number): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: limitMs,
    // Node looks for late requests only so often (30 s by itself), and not at all while headers may take longer.
    http: { headersTimeout: limitMs, connectionsCheckingInterval: Math.min(limitMs, 1_000) },
    ...(trustProxy === undefined ? {} : { trustProxy }),
    requestIdHeader: false,
    genReqId: ({ headers }: IncomingMessage) => requestIdOf(headers['x-request-id']) ?? newId(),
    // A malformed address never reaches a hook.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, reply, error),
    clientErrorHandler: answerRawError,
    // What comes on a connection that is still open is finished, with `Connection: close`.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300 },
  });

/** What fails is logged; the list of modules and routes that Nest tells at each start is no news to anybody. */
const withoutInventory = (logger: NestLogger): LoggerService => ({
  log: () => undefined,
  warn: (...told: Parameters<NestLogger['warn']>) => logger.warn(...told),
  error: (...told: Parameters<NestLogger['error']>) => logger.error(...told),
  fatal: (...told: Parameters<NestLogger['fatal']>) => logger.fatal(...told),
});

async function openDoor(app: NestFastifyApplication, options: AppOptions, log: Logger): Promise<void> {
  const clock = options.clock?.(app) ?? systemClock;
  const now = () => clock.now();
  app.useLogger(withoutInventory(app.get(NestLogger)));
  const callers = app.get(Callers, { strict: false });
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  stampWith(server, { now, bodyKey: (tenantId) => callers.bodyKey(tenantId) });
  addEdgeHooks(server, new Doorkeeper(callers, now), {
    log,
    metrics: app.get(Metrics, { strict: false }),
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (isEncoded(request.headers) || !isJsonType(request.headers['content-type']))
        throw new Problem('unsupported-media-type');
      return parseJsonBody(body);
    },
  );
  addUploadParser(server);
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY,
    // TLS ends before us, where it is known whether there is any.
    strictTransportSecurity: false,
  });
}
