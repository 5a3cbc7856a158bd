import { ApiProperty } from '@nestjs/swagger';

/** Whether the process runs at all. */
export class LiveDto {
  /** @example 'ok' */
  status: string;

  /** True when its clocks can be moved by `POST /v1/test/clock`. */
  testClock?: boolean;
}

/** Whether requests may be sent here. */
export class ReadyDto {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status: string;

  /** Each check by its name: `ok`, or why not. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  checks: Record<string, string>;
}
