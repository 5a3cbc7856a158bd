import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthChecks } from './health-checks.js';

const DRAIN_MS = 5_000;
const SWEEP_MS = 20;

/** How an app stops. */
export interface Stopping {
  /**
   * So long it says that it is not ready, and still takes everything: whoever shares requests out between copies asks
   * now and then, and what is on its way to a port that closes is lost without a word.
   */
  readonly noticeMs?: number;
  /** So long what runs may take to finish. */
  readonly drainMs?: number;
}

/** Takes no more connections, finishes what runs within five seconds, then closes every module. */
export async function stop(
  app: NestFastifyApplication,
  { noticeMs = 0, drainMs = DRAIN_MS }: Stopping = {},
): Promise<void> {
  app.get(HealthChecks, { strict: false }).stop();
  await pause(noticeMs);
  const server = app.getHttpServer();
  // A connection that is kept alive after its answer, and one whose request does not end, would hold the server open.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  try {
    // The door first: Nest would destroy modules while requests still run in them.
    await app.getHttpAdapter().close();
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(timer);
  }
}

/** Stops the app on SIGINT or SIGTERM, then runs `after` (the embedded database stops last), then ends the process. */
export function closeOnSignal(
  app: NestFastifyApplication,
  after: () => Promise<void> = async () => {},
  stopping: Stopping = {},
): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void stop(app, stopping)
        .then(after)
        .then(
          () => process.exit(),
          () => process.exit(1),
        );
    });
  }
}
