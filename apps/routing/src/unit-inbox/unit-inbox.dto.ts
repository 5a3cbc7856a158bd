import { assignmentRole, openStatuses } from '@bihuan/case';
import { PageDto } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import type { InboxRow } from './unit-inbox.projection.js';

/** A published code, which means nothing without its code system. */
export class InboxCategoryDto {
  /** @example 'GBT30428-2' */
  codeSystem: string;

  /** @example 'C0102' */
  code: string;
}

/** A part of the unit in a case: no text and no identity. */
export class InboxItemDto {
  @ApiProperty({ format: 'uuid' })
  caseId: string;

  /** @example 'ZY20250807000001' */
  caseNo: string;

  @ApiProperty({ format: 'uuid' })
  assignmentId: string;

  @ApiProperty({ enum: assignmentRole.options })
  role: InboxRow['role'];

  /** 1 for the first handling. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;

  @ApiProperty({ enum: ['DISPATCHED', 'SIGNED', 'RETURN_REQUESTED', 'REPORTED'] })
  status: InboxRow['status'];

  @ApiProperty({ enum: openStatuses })
  caseStatus: InboxRow['caseStatus'];

  @ApiProperty({ type: InboxCategoryDto, nullable: true })
  category: InboxCategoryDto | null;

  @ApiProperty({ format: 'date-time' })
  dispatchedAt: string;

  /** Null until the clock has started. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  dueAt: string | null;
}

export class InboxPageDto extends PageDto {
  @ApiProperty({ type: [InboxItemDto] })
  items: InboxItemDto[];
}
