import { caseStatuses, type Clock, slaStage } from '@bihuan/case';
import { IsUnitId, PageDto, PageQueryDto } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { BoardRow } from './sla-board.projection.js';

const STATUSES = ['RUNNING', 'PAUSED', 'MET', 'LATE', 'CANCELLED'] as const satisfies Clock['status'][];

export class BoardQueryDto extends PageQueryDto {
  /** Clocks in this state. */
  @IsOptional()
  @IsIn(STATUSES)
  status?: Clock['status'] = 'RUNNING';

  /** Clocks of this unit alone. */
  @IsOptional()
  @IsUnitId()
  unitId?: string;
}

/** One clock on the board: no text and no identity. */
export class BoardItemDto {
  @ApiProperty({ format: 'uuid' })
  clockId: string;

  @ApiProperty({ format: 'uuid' })
  caseId: string;

  /** @example 'ZY20250807000001' */
  caseNo: string;

  @ApiProperty({ enum: caseStatuses })
  caseStatus: BoardRow['caseStatus'];

  @ApiProperty({ enum: slaStage.options })
  stage: BoardRow['stage'];

  @ApiProperty({ enum: STATUSES })
  status: BoardRow['status'];

  /** 1 for the first handling. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  assignmentId: string | null;

  /** Whose time it is; null for a clock of the centre. */
  @ApiProperty({ type: 'string', nullable: true })
  unitId: string | null;

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

  /** Milliseconds to `dueAt`, negative when past; null when stopped. */
  @ApiProperty({ type: 'integer', nullable: true })
  remainingMs: number | null;
}

export class BoardPageDto extends PageDto {
  @ApiProperty({ type: [BoardItemDto] })
  items: BoardItemDto[];
}
