import { FreeText, IsUnitId } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsIn, IsOptional } from 'class-validator';

const decisions = ['DISPATCH'] as const;

export class DecideJointReviewDto {
  /** What the review comes to (研判决定). */
  @IsIn(decisions)
  @ApiProperty({ enum: decisions })
  decision: (typeof decisions)[number];

  /** Code of the unit that answers for the case (主办单位). Without one: 422 lead-required. */
  @IsOptional()
  @IsUnitId()
  leadUnitId?: string;

  /** Codes of the units that help (协办单位). */
  @IsOptional()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUnitId({ each: true })
  coUnitIds?: string[];

  /** Why the director decides so. */
  @FreeText(1, 500)
  reason: string;

  /** The accountability list (确权清单) needs an amendment. */
  @IsOptional()
  @IsBoolean()
  amendListItem?: boolean;
}
