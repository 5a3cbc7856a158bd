import type { CalendarYear } from '@bihuan/working-time';
import { ApiProperty } from '@nestjs/swagger';
import { VersionDto } from '../domain/publication.dto.js';

/** One year that was published. */
export class CalendarVersionDto extends VersionDto {
  @ApiProperty({ type: 'integer' })
  year: number;

  /** Where it was announced. */
  source: string;
}

/** One year in force. */
class CalendarYearDto {
  @ApiProperty({ type: 'integer' })
  year: number;

  source: string;

  /** Days off beside the weekends. */
  @ApiProperty({ type: [String], format: 'date' })
  off: readonly string[];

  /** 调休上班日: weekend days that are worked. */
  @ApiProperty({ type: [String], format: 'date' })
  makeUp: readonly string[];
}

export class CalendarInForceDto {
  /** Of the newest year that was published. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  @ApiProperty({ type: [CalendarYearDto] })
  years: readonly CalendarYear[];
}

export class CalendarDto {
  /** @example 'CN-STATE' */
  calendarId: string;

  inForce: CalendarInForceDto;

  /** In the order they were published. */
  @ApiProperty({ type: [CalendarVersionDto] })
  versions: CalendarVersionDto[];
}
