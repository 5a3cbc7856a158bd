import { IsCivilDate, IsCode, IsInstant, WholeNumber } from '@bihuan/platform';
import type { CountingRule, LimitUnit, Step, StepKind } from '@bihuan/working-time';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsOptional, ValidateIf, ValidateNested } from 'class-validator';

const DAYS = ['WHOLE_WORKING_DAYS', 'CALENDAR_DAYS'] as const satisfies readonly CountingRule[];
const RULES = [...DAYS, 'ROLLING_WORKING_TIME', 'CONTINUOUS', 'UNTIL_DATE'] as const satisfies readonly CountingRule[];
const UNITS = ['SECOND', 'MINUTE', 'HOUR', 'DAY'] as const satisfies readonly LimitUnit[];
const MAX_AMOUNT = 1_000_000_000;

const STEP_KINDS = [
  'COUNTED',
  'SKIPPED_HOLIDAY',
  'SKIPPED_WEEKEND',
  'MAKE_UP_DAY',
  'OFF_HOURS',
  'START_DAY',
  'MOVED_TO_WORKING_DAY',
] as const satisfies readonly StepKind[];

const isUntilDate = ({ rule }: PreviewedLimitDto): boolean => rule === 'UNTIL_DATE';
const isLength = (limit: PreviewedLimitDto): boolean => !isUntilDate(limit);

export class PreviewedLimitDto {
  /** 计时规则 */
  @ApiProperty({ enum: RULES })
  @IsIn(RULES)
  rule: CountingRule;

  /** Of every rule but UNTIL_DATE. */
  @ApiProperty({ required: false })
  @ValidateIf(isLength)
  @WholeNumber(1, MAX_AMOUNT)
  amount?: number;

  /** Default: days where the rule counts days, else minutes. */
  @ApiProperty({ enum: UNITS, required: false })
  @IsOptional()
  @IsIn(UNITS)
  unit?: LimitUnit;

  /** Of UNTIL_DATE: the last day. */
  @ApiProperty({ required: false })
  @ValidateIf(isUntilDate)
  @IsCivilDate()
  until?: string;
}

export class PreviewDeadlineDto {
  /** When the count begins. */
  @IsInstant()
  startAt: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => PreviewedLimitDto)
  limit: PreviewedLimitDto;

  /** Default: the tenant's. */
  @IsOptional()
  @IsCode()
  calendarId?: string;
}

/** One stretch of the count. */
export class StepDto implements Step {
  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;

  @ApiProperty({ enum: STEP_KINDS })
  kind: StepKind;

  /** Used at its end: days, or milliseconds where the rule counts time. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  amountAfter: number;
}

export class DeadlinePreviewDto {
  /** Exclusive: on time is before it. */
  @ApiProperty({ format: 'date-time' })
  dueAt: string;

  /** Of a count in calendar days: the last day before it was moved to a working day. */
  @ApiProperty({ format: 'date', required: false })
  lastDay?: string;

  @ApiProperty({ type: 'integer', minimum: 0 })
  calendarVersion: number;

  /** True while a year that it counts over is not published. */
  provisional: boolean;

  /** How it was counted, oldest first, without a gap. */
  @ApiProperty({ type: [StepDto] })
  steps: readonly StepDto[];
}
