import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { type AppOptions, EdgeOptions } from './edge-options.js';
import { HealthChecks } from './health-checks.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

/** What every app has beside its own modules; `HealthChecks` and `Metrics` can be injected anywhere. */
@Module({})
export class PlatformModule {
  static around(module: Type | DynamicModule, options: AppOptions, log: Logger): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      // Without routes there is no middleware: the edge writes its own line a request.
      imports: [LoggerModule.forRoot({ pinoHttp: { logger: log }, forRoutes: [] }), module],
      controllers: options.metricsApart === true ? [HealthController] : [HealthController, MetricsController],
      providers: [HealthChecks, Metrics, { provide: EdgeOptions, useValue: new EdgeOptions(options) }],
      exports: [HealthChecks, Metrics, EdgeOptions],
    };
  }
}
