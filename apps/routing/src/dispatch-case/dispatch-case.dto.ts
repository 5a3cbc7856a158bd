import { FreeText, IsUnitId } from '@bihuan/platform';
import { ArrayMaxSize, ArrayUnique, IsOptional } from 'class-validator';

export class DispatchCaseDto {
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

  /** Why a person chooses, and not the accountability list (确权清单). Without it: 422 reason-required. */
  @IsOptional()
  @FreeText(1, 500)
  reason?: string;
}
