import { FreeText } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PartsDto } from '../domain/parts.dto.js';

const decisions = ['DISPATCH'] as const;

export class DecideJointReviewDto extends PartsDto {
  /** What the review comes to (研判决定). */
  @IsIn(decisions)
  @ApiProperty({ enum: decisions })
  decision: (typeof decisions)[number];

  /** Why the director decides so. */
  @FreeText(1, 500)
  reason: string;

  /** The accountability list (确权清单) needs an amendment. */
  @IsOptional()
  @IsBoolean()
  amendListItem?: boolean;
}
