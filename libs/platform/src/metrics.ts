import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One request that was answered. */
export interface Answered {
  readonly method: string;
  /** As it is declared, without ids: one series a route. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** What the process measures of itself; whoever measures more registers it here. Labels hold codes, never ids. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'bihuan_http_request_seconds',
    help: 'Requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe({ method, route, status, ms }: Answered): void {
    this.requests.observe({ method, route, status }, ms / 1_000);
  }
}
