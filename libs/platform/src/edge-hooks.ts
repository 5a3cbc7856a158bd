import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Doorkeeper } from './doorkeeper.js';
import { beginState, stateOf } from './edge-request.js';
import type { Metrics } from './metrics.js';
import { isOpenToAll } from './open-to-all.js';
import { pathOf, sendProblem } from './send-problem.js';
import { traceOf } from './trace.js';

/** Where the end of a request is written down. */
export interface Witness {
  readonly log: Logger;
  readonly metrics: Metrics;
}

// Routes that Nest's decorators do not reach: they are made by the API pages.
const OPEN_PATHS = /^\/(?:docs(?:\/.*)?|docs-(?:json|yaml)|openapi\.json)$/;

/**
 * Everything that happens to a request outside Nest: its trace and id, who asks and how often before a byte of the
 * body is read, and one log line at its end.
 */
export function addEdgeHooks(server: FastifyInstance, doorkeeper: Doorkeeper, { log, metrics }: Witness): void {
  server.addHook('onRequest', async (request, reply) => {
    const trace = traceOf(request.headers['traceparent']?.toString());
    beginState(request, { trace });
    void reply.headers({ traceparent: trace.traceparent, 'x-request-id': request.id });
    if (isOpen(request)) return;
    try {
      const { authorization } = request.headers;
      const { caller, headers } = await doorkeeper.admit({ authorization, address: request.ip });
      const state = stateOf(request);
      if (state) state.caller = caller;
      // What a key may see is nobody else's, and no older than the answer.
      void reply.headers({ ...headers, 'cache-control': 'no-store' });
    } catch (error) {
      sendProblem(request, reply, error);
    }
  });
  server.addHook('onResponse', async (request, reply) => bearWitness({ log, metrics }, request, reply));
}

const isOpen = (request: FastifyRequest): boolean =>
  isOpenToAll(request.routeOptions.config) || OPEN_PATHS.test(pathOf(request.url));

/** Method, route and outcome; the route as it is declared, because ids, queries and bodies are nobody's business. */
function bearWitness({ log, metrics }: Witness, request: FastifyRequest, reply: FastifyReply): void {
  const { code, fault } = stateOf(request) ?? {};
  const { method, id: requestId } = request;
  const answered = {
    method,
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    ms: reply.elapsedTime,
  };
  metrics.observe(answered);
  const line = { ...answered, ms: Math.round(answered.ms * 10) / 10, ...asker(request), requestId, code };
  if (fault !== undefined) log.error({ ...line, err: fault }, 'request failed');
  else if (/^\/(?:health|metrics)/.test(line.route)) log.debug(line, 'request');
  else log.info(line, 'request');
}

const asker = (request: FastifyRequest): object => {
  const { caller, trace } = stateOf(request) ?? {};
  return {
    tenant: caller?.tenantId,
    actor: caller?.actor.ref,
    role: caller?.actor.role,
    correlationId: trace?.traceId,
  };
};
