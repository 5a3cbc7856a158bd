import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** How long a goodbye may take. */
const GOODBYE_MS = 1_000;

/** The answer, if it comes in time. @throws Error when it does not */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`no answer in ${ms} ms: timeout exceeded`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The answer, unless the signal comes first: what hangs is left behind, for the process ends.
 * @throws the signal's reason
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    // Whoever lost the race is heard of by nobody.
    work.catch(() => undefined);
    aborted.promise.catch(() => undefined);
  }
}

/** Ends a connection; one whose server is silent is left behind. */
export const hangUp = (client: Client): Promise<void> => within(GOODBYE_MS, client.end()).catch(() => undefined);

/** Waits so long; a signal ends it early, and is no fault. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
