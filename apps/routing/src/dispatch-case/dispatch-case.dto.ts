import { FreeText } from '@bihuan/platform';
import { IsOptional } from 'class-validator';
import { PartsDto } from '../domain/parts.dto.js';

export class DispatchCaseDto extends PartsDto {
  /** Why a person chooses, and not the accountability list (确权清单). Without it: 422 reason-required. */
  @IsOptional()
  @FreeText(1, 500)
  reason?: string;
}
