export { decidedDto, withHead, type Headed, type Seen } from './answered.js';
export { keyFor, newApiKey, type ApiKey, type BoundKey } from './api-key.js';
export { type Limits, type Taken } from './allowance.js';
export { ApiKeyTable } from './api-key-table.js';
export { createApp } from './app.js';
export { serveAsyncApi } from './async-api.js';
export { buildName } from './build-name.js';
export { Callers, type Caller } from './callers.js';
export { Asks, Meta, metaOf } from './command-meta.js';
export { cursorInstant, decodeCursor, encodeCursor } from './cursor.js';
export { DecidedDto, DecidedEventDto } from './decided.dto.js';
export {
  charactersOf,
  FreeText,
  IsCivilDate,
  IsCode,
  IsDuration,
  IsId,
  IsInstant,
  IsRegionCode,
  IsUnitId,
  OneLine,
  QueryFlag,
  WholeNumber,
} from './dto-fields.js';
export { EmptyDto } from './empty.dto.js';
export type { AppOptions } from './edge-options.js';
export { HealthChecks, type Health, type HealthCheck } from './health-checks.js';
export { durationMs, isCivilDate, utcInstant } from './instants.js';
export { loadConfig } from './load-config.js';
export { safeText, type LogOptions } from './log.js';
export { Metrics } from './metrics.js';
export { type MetricsDoor, serveMetrics } from './metrics-door.js';
export { openApi, serveOpenApi } from './open-api.js';
export { OpenToAll } from './open-to-all.js';
export { DEFAULT_LIMIT, MAX_LIMIT, PageDto, PageQueryDto } from './page.dto.js';
export { pageOf, untilRead, type Page } from './page.js';
export { FieldErrorDto, ProblemDto } from './problem.dto.js';
export { PathIdPipe } from './path-id-pipe.js';
export { Problem, type FieldFault } from './problem.js';
export { RateTable } from './rate-table.js';
export { edgeCodes, type EdgeCode } from './problem-codes.js';
export { closeOnSignal, stop, type Stopping } from './stop.js';
export { TakesUploads, uploadIn } from './upload.js';
export { TestClock, TestClockController } from './test-clock.controller.js';
export { fieldRequired } from './violations.js';
export { accessMigrations } from './access-migrations.js';
