import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Length, Matches } from 'class-validator';
import { WholeNumber } from './dto-fields.js';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** What every list takes; a list's own filters extend it. */
export class PageQueryDto {
  /** How many items at most. */
  @IsOptional()
  @WholeNumber(1, MAX_LIMIT)
  limit?: number = DEFAULT_LIMIT;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @Length(1, 1000)
  @Matches(/^[A-Za-z0-9_-]+$/)
  cursor?: string;

  /** Waits up to 2 s until the list has read as far as this position. */
  @IsOptional()
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  atLeast?: number;
}

/** What every list answers; a list's own answer extends it with its `items`. */
export abstract class PageDto {
  /** What `?cursor=` of the next page is; null on the last. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor: string | null;

  /** How far the list has read. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  asOfPosition: number;
}
