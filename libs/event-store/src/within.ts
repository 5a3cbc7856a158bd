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

/** Ends a connection; one whose server is silent is left behind. */
export const hangUp = (client: Client): Promise<void> => within(GOODBYE_MS, client.end()).catch(() => undefined);

/** Waits so long; a signal ends it early, and is no fault. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
