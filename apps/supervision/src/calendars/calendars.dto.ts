import { IsCode } from '@bihuan/platform';
import { VersionDto, versionDto } from '@bihuan/publishing';
import type { DocumentOf } from '@bihuan/reference';
import type { Calendar, CalendarYear } from '@bihuan/working-time';
import { ApiProperty } from '@nestjs/swagger';

export class CalendarPathDto {
  @IsCode()
  calendarId: string;
}

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

/** A calendar as it is in force, with the years that were published one by one. */
export const calendarDto = (
  { calendarId, calendarVersion: version, years }: Calendar,
  published: readonly DocumentOf<'calendar'>[],
): CalendarDto => ({
  calendarId,
  inForce: { version, years },
  versions: published.map((document) => {
    const { year, source } = document.content;
    return Object.assign(versionDto(document), { year, source });
  }),
});
