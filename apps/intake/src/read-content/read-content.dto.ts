import { IsId } from '@bihuan/platform';
import { type Purpose, PURPOSES } from '@bihuan/vault';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class ReadContentQueryDto {
  /** The case that it belongs to. */
  @IsId()
  caseId: string;

  /** Why it is read. Without it: 422 purpose-required. */
  @IsOptional()
  @IsIn(PURPOSES)
  @ApiProperty({ enum: PURPOSES, required: false })
  purpose?: Purpose;
}

export class TextDto {
  ref: string;

  /** `description`, `measure` … */
  kind: string;

  text: string;
}
