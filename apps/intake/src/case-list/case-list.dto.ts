import { caseStatuses, type CaseStatus, channel, governanceLevel, grade, requestNature, urgency } from '@bihuan/case';
import { IsCode, IsInstant, IsUnitId, PageDto, PageQueryDto, QueryFlag } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class CaseListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(caseStatuses)
  @ApiProperty({ enum: caseStatuses, required: false })
  status?: CaseStatus;

  @IsOptional()
  @IsIn(channel.options)
  @ApiProperty({ enum: channel.options, required: false })
  channel?: (typeof channel.options)[number];

  @IsOptional()
  @IsCode()
  @ApiProperty({ required: false })
  sourceSystem?: string;

  @IsOptional()
  @IsCode()
  @ApiProperty({ required: false })
  externalTicketNo?: string;

  /** A unit that still has to do with the case, as lead or helper. */
  @IsOptional()
  @IsUnitId()
  @ApiProperty({ required: false })
  unitId?: string;

  @IsOptional()
  @IsCode()
  @ApiProperty({ required: false })
  gridCode?: string;

  @IsOptional()
  @IsCode()
  @ApiProperty({ required: false })
  categoryCode?: string;

  /** From this instant on. */
  @IsOptional()
  @IsInstant()
  @ApiProperty({ required: false })
  registeredFrom?: string;

  /** Before this instant. */
  @IsOptional()
  @IsInstant()
  @ApiProperty({ required: false })
  registeredTo?: string;

  /** Whether a handling limit was passed. */
  @IsOptional()
  @QueryFlag()
  @ApiProperty({ required: false })
  breached?: boolean;
}

const nullableText = { type: 'string', nullable: true } as const;

/** A case in a list: codes and instants alone. */
export class CaseListItemDto {
  @ApiProperty({ format: 'uuid' })
  caseId: string;
  caseNo: string;
  @ApiProperty({ enum: caseStatuses })
  status: string;
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;
  @ApiProperty({ enum: governanceLevel.options, nullable: true })
  level: string | null;
  @ApiProperty({ enum: channel.options })
  channel: string;
  @ApiProperty({ enum: requestNature.options })
  nature: string;
  sourceSystem: string;
  @ApiProperty(nullableText)
  externalTicketNo: string | null;
  /** Null until it is classified. */
  @ApiProperty(nullableText)
  categoryCode: string | null;
  @ApiProperty({ enum: grade.options, nullable: true })
  grade: string | null;
  @ApiProperty({ enum: urgency.options, nullable: true })
  urgency: string | null;
  @ApiProperty(nullableText)
  regionCode: string | null;
  @ApiProperty(nullableText)
  gridCode: string | null;
  @ApiProperty(nullableText)
  leadUnitId: string | null;
  @ApiProperty({ format: 'date-time' })
  registeredAt: string;
  /** End of the handling limit; null while none runs. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  dueAt: string | null;
  breached: boolean;
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;
}

export class CaseListDto extends PageDto {
  /** Newest first. */
  @ApiProperty({ type: [CaseListItemDto] })
  items: CaseListItemDto[];
}
