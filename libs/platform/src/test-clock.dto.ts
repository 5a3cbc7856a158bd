import { ApiProperty } from '@nestjs/swagger';
import { IsDuration } from './dto-fields.js';

/** How far the clocks go. */
export class AdvanceClockDto {
  /** ISO-8601 duration of weeks, days, hours, minutes and seconds. */
  @IsDuration()
  advance: string;
}

/** Where the clocks stand. */
export class ClockDto {
  @ApiProperty({ format: 'date-time' })
  now: string;
}
