import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import { ClassificationDto } from '../domain/classification.dto.js';

const dispositions = ['DISPATCH', 'DIRECT_ANSWER', 'SELF_HANDLED', 'CLAIM'] as const;

export class AcceptCaseDto {
  /** Classifies the case in the same step. Without one, a case never classified: 409 classification-required. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ClassificationDto)
  classification?: ClassificationDto;

  /** How it goes on (处置方式): to a unit, answered at the desk, handled by the grid worker, or to be claimed. */
  @IsIn(dispositions)
  @ApiProperty({ enum: dispositions, example: 'DISPATCH' })
  disposition: (typeof dispositions)[number];
}
