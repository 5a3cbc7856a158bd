import type { FastifyRequest } from 'fastify';
import type { Caller } from './callers.js';
import type { Trace } from './trace.js';

/** What the edge knows of one request, from its first hook to its log line. */
export interface EdgeState {
  readonly trace: Trace;
  /** Set by the doorkeeper; absent on open paths. */
  caller?: Caller;
  /** Code of the problem that was answered. */
  code?: string;
  /** The fault of ours behind a 500. */
  fault?: unknown;
  /** Lets go of the idempotency key that this request holds. */
  release?: () => void;
}

const states = new WeakMap<object, EdgeState>();

export const beginState = (request: FastifyRequest, state: EdgeState): void => {
  states.set(request, state);
};

/** The state of a request; undefined before the first hook ran (a request that Fastify itself refused). */
export const stateOf = (request: FastifyRequest): EdgeState | undefined => states.get(request);
