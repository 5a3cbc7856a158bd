import { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type CommandMeta, type IdempotencyKey, newId } from '@bihuan/kernel';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './callers.js';
import { idempotencyKeyOf, versionSeen } from './conditions.js';
import { stateOf } from './edge-request.js';
import { bodyHmac } from './fingerprint.js';
import { Problem } from './problem.js';
import { RunningKeys } from './running-keys.js';

/** What the stamp of a command needs beside the request; `createApp` hands it to each request's state. */
export interface Stamp {
  readonly now: () => string;
  readonly bodyKey: (tenantId: string) => Uint8Array;
}

const stamps = new WeakMap<object, Stamp>();
const running = new RunningKeys();

/** Makes `stamp` the one of every request that this server object takes. */
export const stampWith = (server: object, stamp: Stamp): void => {
  stamps.set(server, stamp);
};

/** Who asks; for reads, which have no command. */
export const Asks = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  return callerIn(context.switchToHttp().getRequest<FastifyRequest>());
});

/** The stamp of a command, as a handler's argument: who asks, when, in what connection, by which key. */
export const Meta = createParamDecorator((_: unknown, context: ExecutionContext): CommandMeta => {
  return metaOf(context.switchToHttp().getRequest<FastifyRequest>());
});

function callerIn(request: FastifyRequest): Caller {
  const caller = stateOf(request)?.caller;
  if (caller === undefined) throw new Problem('not-authenticated');
  return caller;
}

/**
 * The same for a handler that takes the request apart itself. The bytes of an upload have no part in the fingerprint.
 * @throws Problem not-authenticated, invalid-request, request-in-progress
 */
export function metaOf(request: FastifyRequest): CommandMeta {
  const { tenantId, keyId, actor, binding } = callerIn(request);
  const stamp = stamps.get(request.server);
  const state = stateOf(request);
  if (stamp === undefined || state === undefined) throw new Error('the app was not made by createApp');
  const expectedVersion = versionSeen(request.headers['if-match']);
  const idempotencyKey = keyIn(request, { tenantId, keyId, bodyKey: stamp.bodyKey });
  if (idempotencyKey !== undefined) state.release ??= running.take(idempotencyKey.key);
  return {
    tenantId,
    actor,
    binding,
    at: stamp.now(),
    correlationId: state.trace.traceId,
    commandId: newId(),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

type Scope = { tenantId: string; keyId: string; bodyKey: Stamp['bodyKey'] };

function keyIn({ method, url, headers, body }: FastifyRequest, scope: Scope): IdempotencyKey | undefined {
  const header = headers['idempotency-key'];
  const key = idempotencyKeyOf(Array.isArray(header) ? header.join(',') : header);
  if (key === undefined) return undefined;
  const path = url.split('?', 1)[0] ?? '';
  return {
    // Encoded, so that no slash in it can make it end in another path's key.
    key: `${scope.tenantId}/${scope.keyId}/${method}${path}/${encodeURIComponent(key)}`,
    bodyHmac: bodyHmac(scope.bodyKey(scope.tenantId), body instanceof Readable ? undefined : body),
  };
}
