import { randomBytes } from 'node:crypto';

/** Where a request stands in its trace (W3C Trace Context). */
export interface Trace {
  /** 32 hex; the correlationId of events, Kafka headers and logs. */
  readonly traceId: string;
  /** The answer's `traceparent`: same trace, a span of ours. */
  readonly traceparent: string;
}

// Version ff and ids of zeros alone are none. Version 00 ends after its flags; a later one may say more.
const FORM =
  /^(?!ff)(?:00(?!.{53}.)|(?!00)[0-9a-f]{2})-(?!0+-)([0-9a-f]{32})-(?!0+-)[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/;

/** Goes on with the caller's trace, or begins one when the header is absent or not as the standard has it. */
export function traceOf(traceparent: string | undefined): Trace {
  const [, traceId = randomBytes(16).toString('hex'), flags = '00'] = FORM.exec(traceparent ?? '') ?? [];
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${flags}` };
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's `X-Request-Id` when it is a plain token, so that it can stand in a header and in a log line. */
export const requestIdOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined;
