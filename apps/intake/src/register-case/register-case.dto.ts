import { channel, confidentiality, datum, placeType, requestNature, urgency } from '@bihuan/case';
import { FreeText, IsCode, IsId, IsInstant, IsRegionCode, OneLine } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const ATTACHMENT_ID = /^fil_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export class ReportedPositionDto {
  /** Longitude in degrees; within 73–136 E, else 422 position-out-of-range. */
  @IsNumber()
  @Min(-180)
  @Max(180)
  lng: number;

  /** Latitude in degrees; within 3–54 N, else 422 position-out-of-range. */
  @IsNumber()
  @Min(-90)
  @Max(90)
  lat: number;

  /** 坐标系. Without it: 422 datum-required. */
  @IsOptional()
  @IsIn(datum.options)
  @ApiProperty({ enum: datum.options, required: false })
  datum?: (typeof datum.options)[number];

  /** Radius in metres within which the point lies. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100_000)
  accuracyM?: number;
}

export class ReportedPlaceDto {
  /** Default: the region of the grid, else the tenant's. */
  @IsOptional()
  @IsRegionCode()
  regionCode?: string;

  @IsOptional()
  @IsCode()
  gridCode?: string;

  /** Where it is, in words (kept in the vault). */
  @IsOptional()
  @OneLine(1, 200)
  address?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ReportedPositionDto)
  position?: ReportedPositionDto;

  @IsOptional()
  @IsCode()
  assetCode?: string;

  @IsOptional()
  @IsIn(placeType.options)
  @ApiProperty({ enum: placeType.options, required: false })
  placeType?: (typeof placeType.options)[number];
}

export class SuggestedCategoryDto {
  @IsCode()
  codeSystem: string;

  @IsCode()
  code: string;
}

export class ComplainantDto {
  @IsOptional()
  @OneLine(1, 100)
  name?: string;

  @IsOptional()
  @OneLine(3, 40)
  phone?: string;

  @IsOptional()
  @OneLine(1, 40)
  idType?: string;

  @IsOptional()
  @OneLine(1, 40)
  idNo?: string;

  @IsOptional()
  @OneLine(1, 128)
  openid?: string;
}

export class RegisterCaseDto {
  /** The system that hands the report in. */
  @IsCode()
  @ApiProperty({ example: 'GRID_APP' })
  sourceSystem: string;

  /** Its number there; required of integrators. Same number and content again: 200 and the same case. */
  @IsOptional()
  @IsCode()
  @ApiProperty({ example: 'ZY-G-0807-001', required: false })
  externalTicketNo?: string;

  @IsIn(channel.options)
  @ApiProperty({ enum: channel.options, example: 'GRID_APP' })
  channel: (typeof channel.options)[number];

  @IsIn(requestNature.options)
  @ApiProperty({ enum: requestNature.options, example: 'HELP' })
  nature: (typeof requestNature.options)[number];

  /** What is reported, in the reporter's words (kept in the vault). */
  @FreeText(1, 2000)
  @ApiProperty({ example: '玉林北路污水井盖破损，行人有跌落风险。' })
  description: string;

  /** When the reporter says it was told; a claim. */
  @IsInstant()
  reportedAt: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ReportedPlaceDto)
  place?: ReportedPlaceDto;

  /** A suggestion; the centre classifies. */
  @IsOptional()
  @ValidateNested()
  @Type(() => SuggestedCategoryDto)
  suggestedCategory?: SuggestedCategoryDto;

  @IsOptional()
  @IsIn(urgency.options)
  @ApiProperty({ enum: urgency.options, required: false })
  urgencyHint?: (typeof urgency.options)[number];

  /** Who complains (kept in the vault). */
  @IsOptional()
  @ValidateNested()
  @Type(() => ComplainantDto)
  complainant?: ComplainantDto;

  /** Default NORMAL; CONFIDENTIAL for nature REPORT; ANONYMOUS for a citizen without any identity. */
  @IsOptional()
  @IsIn(confidentiality.options)
  @ApiProperty({ enum: confidentiality.options, required: false })
  confidentiality?: (typeof confidentiality.options)[number];

  /** Default: whether a complainant is given. */
  @IsOptional()
  @IsBoolean()
  wantsReply?: boolean;

  /** Limit of the source system; may shorten the handling limit. */
  @IsOptional()
  @IsInstant()
  externalDueAt?: string;

  /** Window of the hall. */
  @IsOptional()
  @IsCode()
  zoneCode?: string;

  /** An earlier case on the same matter. */
  @IsOptional()
  @IsId()
  relatedCaseId?: string;

  /** Files uploaded before. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(ATTACHMENT_ID, { each: true })
  attachmentIds?: string[];
}
