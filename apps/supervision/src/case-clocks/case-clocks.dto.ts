import { type Clock, slaStage, type SlaStage } from '@bihuan/case';
import { ApiProperty } from '@nestjs/swagger';

/** What a clock counts by (domain/events.md §1, `terms`). */
class LimitDto {
  @ApiProperty({
    enum: ['WHOLE_WORKING_DAYS', 'ROLLING_WORKING_TIME', 'CALENDAR_DAYS', 'CONTINUOUS', 'UNTIL_DATE'],
  })
  rule: string;

  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  amount?: number;

  @ApiProperty({ enum: ['SECOND', 'MINUTE', 'HOUR', 'DAY'], required: false })
  unit?: string;

  /** Of UNTIL_DATE. */
  @ApiProperty({ format: 'date', required: false })
  until?: string;
}

class TermsDto {
  /** @example 'H_ROAD_COVER' */
  policyId: string;

  @ApiProperty({ type: 'integer', minimum: 0 })
  policyVersion: number;

  limit: LimitDto;

  @ApiProperty({ format: 'date-time' })
  startAt: string;

  /** As resolved at the start; exclusive. */
  @ApiProperty({ format: 'date-time' })
  dueAt: string;

  @ApiProperty({ format: 'date', required: false })
  lastDay?: string | undefined;

  calendarId: string;

  @ApiProperty({ type: 'integer', minimum: 0 })
  calendarVersion: number;

  /** True while a year that it counts over is not published. */
  provisional: boolean;

  @ApiProperty({ type: [String], format: 'date-time' })
  warnAt: readonly string[];

  @ApiProperty({ type: [String], required: false })
  flags?: readonly string[] | undefined;
}

/** One clock of a case. */
export class ClockDto {
  @ApiProperty({ format: 'uuid' })
  clockId: string;

  @ApiProperty({ enum: slaStage.options })
  stage: SlaStage;

  @ApiProperty({ enum: ['RUNNING', 'PAUSED', 'MET', 'LATE', 'CANCELLED'] })
  status: Clock['status'];

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  /** As it stands now; exclusive. */
  @ApiProperty({ format: 'date-time' })
  dueAt: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  stoppedAt: string | null;

  /** Numbers of the warn points that were told, in order. */
  @ApiProperty({ type: 'array', items: { type: 'integer' } })
  warned: readonly number[];

  breached: boolean;

  /** The unit has said why it was late. */
  explained: boolean;

  /** As resolved when it started. */
  @ApiProperty({ type: TermsDto })
  terms: Clock['terms'];

  /** Milliseconds to `dueAt`, negative when past; null when stopped. */
  @ApiProperty({ type: 'integer', nullable: true })
  remainingMs: number | null;
}

export class CaseClocksDto {
  /** In the order they started. */
  items: ClockDto[];
}
