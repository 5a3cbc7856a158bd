import { IsUnitId } from '@bihuan/platform';
import { ArrayMaxSize, ArrayUnique, IsOptional } from 'class-validator';

/** Who gets the case, where a person says so. */
export class PartsDto {
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
}
