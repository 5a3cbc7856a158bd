import { Refusal } from '@bihuan/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimited } from './doorkeeper.js';
import { stateOf } from './edge-request.js';
import { languageOf } from './language.js';
import { Problem, problemAnswer } from './problem.js';

/** Answers an error as problem details, in the caller's language; remembers a fault of ours for the log line. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const state = stateOf(request);
  if (state && !isExpected(error)) state.fault = error;
  // A stream that broke after its first byte cannot be answered any more, only logged.
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  const { status, retryAfterS, body } = problemAnswer(error, language, pathOf(request.url));
  if (state) state.code = body.code;
  void reply
    .status(status)
    .headers(error instanceof RateLimited ? error.headers : {})
    .headers(status === 401 ? { 'www-authenticate': 'Bearer' } : {})
    .headers(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) })
    .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
    .type('application/problem+json')
    .serializer(String)
    .send(JSON.stringify(body));
}

/** Whether an error is an answer of ours, or Fastify's or Nest's word on a request: nothing to look into. */
const isExpected = (error: unknown): boolean =>
  error instanceof Problem || error instanceof Refusal || problemAnswer(error, 'en', '').status < 500;

/** Without the query, which may hold what must be neither shown nor logged. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';
