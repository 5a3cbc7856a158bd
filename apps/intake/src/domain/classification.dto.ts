import { grade, matterKind, placeType, type TextRef, urgency } from '@bihuan/case';
import { FreeText, IsCivilDate, IsCode, IsUnitId, WholeNumber } from '@bihuan/platform';
import { type DisputeType, disputeTypes, type RectificationMode, rectificationModes } from '@bihuan/reference';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsNumber, IsOptional, Max, Min } from 'class-validator';
import type { GivenClassification } from './classification.policy.js';

const MAX_FEN = Number.MAX_SAFE_INTEGER;
const makers = ['PERSON', 'RULE', 'MODEL'] as const;

/** 分类, as a clerk gives it. */
export class ClassificationDto {
  @IsCode()
  @ApiProperty({ example: 'GBT30428-2' })
  codeSystem: string;

  /** Default: the version in force; any other is 422 unknown-category. */
  @IsOptional()
  @IsCode()
  @ApiProperty({ required: false })
  codeSystemVersion?: string;

  @IsCode()
  @ApiProperty({ example: 'C0102' })
  categoryCode: string;

  /** 立案条件 of the category: 1, 2, 3 … */
  @IsOptional()
  @WholeNumber(1, 99)
  filingCondition?: number;

  /** That of the category, else 422 unknown-category. */
  @IsIn(matterKind.options)
  @ApiProperty({ enum: matterKind.options, example: 'COMPONENT' })
  matterKind: (typeof matterKind.options)[number];

  @IsOptional()
  @IsIn(disputeTypes)
  @ApiProperty({ enum: disputeTypes, required: false })
  disputeType?: DisputeType;

  @IsIn(urgency.options)
  @ApiProperty({ enum: urgency.options, example: 'ORDINARY' })
  urgency: (typeof urgency.options)[number];

  @IsIn(grade.options)
  @ApiProperty({ enum: grade.options, example: 'GENERAL' })
  grade: (typeof grade.options)[number];

  @IsOptional()
  @IsIn(placeType.options)
  @ApiProperty({ enum: placeType.options, required: false })
  placeType?: (typeof placeType.options)[number];

  /** 整改方式 of a hazard. */
  @IsOptional()
  @IsIn(rectificationModes)
  @ApiProperty({ enum: rectificationModes, required: false })
  rectificationMode?: RectificationMode;

  /** Day by which a hazard must be gone. */
  @IsOptional()
  @IsCivilDate()
  rectifyBy?: string;

  /** What a dispute is about, in fen. */
  @IsOptional()
  @WholeNumber(0, MAX_FEN)
  disputeAmountFen?: number;

  @IsOptional()
  @WholeNumber(0, 1_000_000)
  peopleInvolved?: number;

  /** A matter of public safety may not be withdrawn. Default: false. */
  @IsOptional()
  @IsBoolean()
  publicSafety?: boolean;

  /** Units the case is about: they never get it. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUnitId({ each: true })
  accusedUnitIds?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsCode({ each: true })
  tags?: string[];

  /** Who chose. Default: PERSON. */
  @IsOptional()
  @IsIn(makers)
  @ApiProperty({ enum: makers, required: false })
  by?: (typeof makers)[number];

  /** How sure a rule or model is. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  confidence?: number;

  /** Why it is of this class (kept in the vault). */
  @IsOptional()
  @FreeText(1, 500)
  @ApiProperty({ required: false })
  reason?: string;
}

/** The same for a rule, its text already in the vault's hands. */
export function classificationIn(dto: ClassificationDto, reasonRef: TextRef | undefined): GivenClassification {
  const { publicSafety = false, accusedUnitIds = [], tags = [], by = 'PERSON', reason: _, ...codes } = dto;
  return { ...codes, publicSafety, accusedUnitIds, tags, by, reasonRef };
}
