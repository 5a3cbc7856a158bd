import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { headOf } from './answered.js';
import { stateOf } from './edge-request.js';
import { Problem } from './problem.js';

/** Holds a handler to its time, lets go of its idempotency key when it is done, and heads what it answers. */
export class EdgeInterceptor implements NestInterceptor {
  constructor(private readonly limitMs: number) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    // Server-sent events last as long as both sides wish.
    if (Reflect.hasMetadata(SSE_METADATA, context.getHandler())) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    // Nothing for a handler that answers by itself (`@Res()` without passthrough).
    const work = lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.within(work, request).then((body) => head(reply, body)));
  }

  private async within(work: Promise<unknown>, request: FastifyRequest): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Problem('service-unavailable')), this.limitMs).unref();
    });
    // The key is free when the work is done, not when its caller was sent away: a repeat meets work that still runs.
    const release = (): void => stateOf(request)?.release?.();
    void work.then(release, release);
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function head(reply: FastifyReply, body: unknown): unknown {
  const told = headOf(body);
  if (told === undefined) return body;
  void reply.header('etag', told.etag);
  if (told.isReplayed) void reply.header('idempotent-replayed', 'true');
  if (told.location !== undefined) void reply.status(201).header('location', told.location);
  return body;
}
