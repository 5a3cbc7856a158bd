import type { Clock } from '@bihuan/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LogOptions } from './log.js';

/** How an app stands at its edge; everything has a default. */
export interface AppOptions {
  /** Resolves the module graph only, for the OpenAPI document without a database. */
  readonly preview?: boolean;
  /** The clock of the app: the ledger's where there is one, so that a moved clock moves expiry too. */
  readonly clock?: (app: NestFastifyApplication) => Clock;
  /** Shown in `/health/live`. */
  readonly testClock?: boolean;
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks, separated by commas (`BIHUAN_TRUST_PROXY`). */
  readonly trustProxy?: string;
  readonly log?: LogOptions;
  /** `/metrics` is answered on a port of its own (`serveMetrics`), not beside what callers ask for. */
  readonly metricsApart?: boolean;
  /** A request gets this long to arrive, and as long again to be answered. */
  readonly limitMs?: number;
}

/** The part of the options that controllers read; the class is the injection token. */
export class EdgeOptions {
  readonly testClock: boolean;

  constructor({ testClock = false }: AppOptions) {
    this.testClock = testClock;
  }
}
